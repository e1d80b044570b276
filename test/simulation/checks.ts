import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLog, streamsOf } from '../faults/log.ts';
import { allDocumentsIn, differences } from '../faults/read-models.ts';
import { differencesFound } from '../faults/verified.ts';
import type { Answer } from '../house/house.ts';
import type { Simulation } from './simulation.ts';
import { SUCCESSOR } from './world.ts';

const SETTLE_MS_MAX = 60_000;
/** Health has a minute to say why a confirmed breach has no alert; it takes some seconds. */
const SAYS_WHY_MS_MAX = 10_000;

/**
 * Everything that must hold after a round, whatever happened in it; what does not is given as sentences. Alerts are looked
 * at while their channel may still fail, and again when it works; each attempt moves documents, so a rebuild comes last.
 */
export async function findings(on: Simulation): Promise<string[]> {
  await settle(on, ({ attempts }) => attempts > 0);
  const whileItFails = await alertFindings(on);
  on.repairChannel();
  await settle(on, () => false);
  const stood = allDocumentsIn(on.folder);
  await on.app.rebuildAll();
  await settle(on, () => false);
  const rebuilt = differences(allDocumentsIn(on.folder), stood).map((line) => `A rebuild differs: ${line}`);
  return [...whileItFails, ...rebuilt, ...(await alertFindings(on)), ...(await differencesFound(on.folder))];
}

/** Until every projection has read everything, and no alert is due but those that may wait. */
async function settle({ app }: Simulation, mayWait: (alert: Answer) => boolean): Promise<void> {
  const areDue = async (): Promise<boolean> => {
    await app.caughtUp();
    return !(await app.get('/v1/alerts?limit=1000&state=due')).items.every(mayWait);
  };
  for (const until = Date.now() + SETTLE_MS_MAX; Date.now() < until; await sleep(app.lookMs)) {
    if (await areDue()) continue;
    await sleep(60); // What was appended on the way is read, too.
    if (!(await areDue())) return app.caughtUp();
  }
}

/** What is wrong with the alerts, and stays so. */
async function alertFindings(on: Simulation): Promise<string[]> {
  for (const until = Date.now() + SAYS_WHY_MS_MAX; ; await sleep(250)) {
    const found = await alertFindingsNow(on);
    if (found.length === 0 || Date.now() > until) return found;
  }
}

/** Every confirmed breach has exactly one alert for the step that was due, told once; or health says why not. */
async function alertFindingsNow(on: Simulation): Promise<string[]> {
  const log = await readLog(on.folder);
  const alerts = streamsOf(log, 'alert');
  const { body: health } = await on.app.request('GET', '/health/ready');
  const missing = streamsOf(log, 'breach').flatMap(([, events]) =>
    events
      .filter(({ type, data }) => type === 'BreachConfirmed' && !endedUntold(data, events))
      .flatMap(({ data }) => recordedOnce(data, alerts)),
  );
  const unsettled = alerts.flatMap(([stream, events]) => unsettledAt(stream, events.at(-1)!.type));
  const told = linesOf(on.folder);
  const sent = alerts.filter(([, events]) => events.some(({ type }) => type === 'AlertSent')).map(([, [due]]) => due!.data.alert as string);
  return [
    ...missing.filter(({ excusable }) => !excusable || health.issues?.length === 0).map(({ text }) => text),
    ...(health.issues?.length > 0 ? [] : unsettled),
    ...(new Set(told).size === told.length ? [] : ['An alert was told twice under one id.']),
    ...sent.filter((id) => !told.includes(id)).map((id) => `Alert ${id} is called sent, and its line is missing.`),
  ];
}

/** No region is known of the successor, so nobody can be told of it: health says so until its breach has ended. */
function endedUntold({ episode, judgement }: Answer, events: readonly { type: string; data: Answer }[]): boolean {
  const last = events.findLast(({ data }) => data.episode === episode);
  return judgement.area === SUCCESSOR && /Cleared|Withdrawn|Superseded/.test(last!.type);
}

type Streams = ReturnType<typeof streamsOf>;

/** An alert may be missing for a while, if health says so; two of them are never right. */
function recordedOnce({ episode, judgement }: Answer, alerts: Streams): { text: string; excusable: boolean }[] {
  const own = alerts.filter(([stream]) => stream.startsWith(`${episode}-confirmed`)).map(([stream]) => stream);
  if (own.length === 1) return [];
  return [
    {
      text: `The breach ${episode} in ${judgement.area} was confirmed and has ${own.length} alerts: ${own.join(', ')}.`,
      excusable: own.length === 0,
    },
  ];
}

function unsettledAt(stream: string, last: string): string[] {
  return ['AlertDue', 'AlertFailed', 'AlertRetried'].includes(last) ? [`Alert ${stream} ends with ${last}, and health is well.`] : [];
}

/** The ids of the whole lines in the file of alerts, wherever it lies while the channel fails. */
function linesOf(folder: string): string[] {
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return ''; // Nobody was alerted yet, or a folder stands in its place.
    }
  };
  const lines = `${read('alerts.ndjson.away')}${read('alerts.ndjson')}`.split('\n');
  return lines.flatMap((line) => (line.endsWith('}') ? [(JSON.parse(line) as { id: string }).id] : []));
}

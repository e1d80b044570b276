import { setTimeout as sleep } from 'node:timers/promises';
import { deliveries, prepare, probes } from '../faults/deliveries.ts';
import { factsOf, undelivered } from '../faults/read-models.ts';
import type { Answer, HouseClient } from '../house/client.ts';
import { badSeries, sendBadInput } from './bad-input.ts';
import { storySeries, tellStory } from './story.ts';
import { sendVintages, vintageSeries } from './vintages.ts';

/** All that a house says after the scenario, without times, positions and ids. */
export type Told = Readonly<Record<'answers' | 'series' | 'progress' | 'breaches' | 'alerts', Answer>>;

const SENT_MS_MAX = 60_000;

/** The story of a floor target, the vintages, the bad input, and made-up months and results: the same whatever the house runs on. */
export async function play(house: HouseClient): Promise<Told> {
  await tellStory(house);
  await sendVintages(house);
  const answers = await sendBadInput(house);
  await prepare(house);
  for (const push of deliveries) await house.push(push);
  await told(house);
  return { answers: factsOf(answers), ...(await everything(house, [...storySeries, ...vintageSeries, ...badSeries])) };
}

/** Waits until everything is read, judged, and every alert has left. */
async function told(house: HouseClient): Promise<void> {
  for (const until = Date.now() + SENT_MS_MAX; ; await sleep(100)) {
    await house.caughtUp();
    const alerts = await all(house, '/v1/alerts');
    if (alerts.every(({ state }) => isSettled(state))) return;
    if (Date.now() > until)
      throw new Error(`Alerts have not left: ${JSON.stringify(alerts.filter(({ state }) => !isSettled(state)).slice(0, 3))}`);
  }
}

/** Sent, or dropped because its breach had ended first. */
const isSettled = (state: string): boolean => state === 'sent' || state === 'dropped';

/** What these series, those of the made-up deliveries, and the lists show. */
export async function everything(house: HouseClient, ofSeries: readonly string[]): Promise<Omit<Told, 'answers'>> {
  const paths = ofSeries.map((path) => `/v1/series/${path}`);
  const series: Record<string, Answer> = {};
  for (const path of [...paths, ...probes.map((probe) => probe.path)]) series[path] = factsOf(await house.get(path));
  return {
    series,
    progress: inOrder(await all(house, '/v1/progress')),
    breaches: inOrder((await all(house, '/v1/breaches')).map((breach) => ({ ...breach, alerts: breach.alerts.map(undelivered) }))),
    alerts: inOrder((await all(house, '/v1/alerts')).map(undelivered)),
  };
}

/** Every page of a list. */
async function all(house: HouseClient, path: string): Promise<Answer[]> {
  const items: Answer[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Answer = await house.get(`${path}?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** Lists go by times, which differ from run to run. */
function inOrder(items: readonly Answer[]): Answer[] {
  const facts = items.map((item) => factsOf(item));
  const texts = new Map(facts.map((one) => [one, JSON.stringify(one)]));
  return facts.sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : 1));
}

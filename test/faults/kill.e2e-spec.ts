import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Push, TestHouse } from '../house/house.ts';
import { Campaign, endAllHouses, type Life, settled } from './campaign.ts';
import { deliveries, prepare, probes } from './deliveries.ts';
import { readLog, statementsOf, streamsOf } from './log.ts';
import { roundsOf } from '../house/rounds.ts';
import { random } from '../house/shuffle.ts';
import { differencesFound } from './verified.ts';
import { COLLECTIONS, type Documents, differences, documentsIn, factsOf, undelivered } from './read-models.ts';

/** FAULT_SEED=n tries other moments; TEST_ROUNDS=n more or fewer of them. */
const SEED = Number(process.env['FAULT_SEED'] ?? 20011);
const ROUNDS = roundsOf(50, 12);

/** A moment of chance lies within so many deliveries' time from a life's first push, which takes longer than the later ones. */
const MOMENTS_OF_DELIVERIES = 8;

/** A house that was killed n times is compared with one that was left alone. */
const root = mkdtempSync(join(tmpdir(), 'floor-faults-'));
const prepared = join(root, 'prepared');
const undisturbed = join(root, 'undisturbed');

/** A document as it is whenever its alerts went out. */
const timeless = (name: string, document: Answer): Answer =>
  name === 'alerts' ? undelivered(document) : name === 'breaches' ? { ...document, alerts: document.alerts.map(undelivered) } : document;

/** What came of it, whenever and in whatever order of events it came. */
const cameOf = (documents: Documents): Record<string, string[]> =>
  Object.fromEntries(
    COLLECTIONS.filter((name) => name !== 'judgement-history').map((name) => [
      name,
      Object.values(documents[name])
        .map((d) => JSON.stringify(factsOf(timeless(name, d))))
        .sort(),
    ]),
  );

const said = ({ rows, observations, refusals, ignored, notes }: Answer): Answer => ({ rows, observations, refusals, ignored, notes });

describe('a house that is killed', () => {
  const expected = new Map<Push, Answer>();
  let reference: Documents;
  let msEach = 0;

  beforeAll(async () => {
    const first = await new TestHouse(prepared).start();
    await prepare(first);
    await first.caughtUp();
    await first.kill('SIGTERM');
    const campaign = new Campaign(undisturbed, prepared);
    const house = await campaign.house().start();
    const from = performance.now();
    for (const push of deliveries) expected.set(push, await house.push(push));
    await settled(house);
    msEach = (performance.now() - from) / deliveries.length;
    await house.kill('SIGTERM');
    reference = documentsIn(undisturbed);
  }, 120_000);

  afterAll(async () => {
    await endAllHouses();
    rmSync(root, { recursive: true, force: true });
  });

  /** Restarts it, sends everything again, and compares all that is there with what should be. */
  async function bringHome(campaign: Campaign): Promise<void> {
    const { folder } = campaign;
    const house = await campaign.house().start();
    for (const push of deliveries) {
      const { status, body } = await house.tryPush(push);
      if (campaign.receipts.has(push))
        expect({ status, body }).toEqual({ status: 200, body: { ...campaign.receipts.get(push), again: true } });
      expect(said(body)).toEqual(said(expected.get(push)));
      campaign.receipts.set(push, body);
    }
    await settled(house);
    await everySubmissionCountsFromItsCompletion(house, folder);
    const stood = documentsIn(folder);
    await house.rebuildAll();
    await settled(house);
    expect(differences(documentsIn(folder), stood)).toEqual([]);
    await house.kill('SIGTERM');
    expect(differences(cameOf(stood), cameOf(reference))).toEqual([]);
    await everythingIsThereOnce(campaign, stood);
    expect(await differencesFound(folder)).toEqual([]);
    expect(campaign.findings).toEqual([]);
  }

  /** Without its read models a house makes the same ones again from the log alone, and tells nobody anything. */
  async function readAnew(campaign: Campaign): Promise<void> {
    const { folder } = campaign;
    const [stood, lines] = [documentsIn(folder), told(folder)];
    for (const file of ['read.sqlite', 'read.sqlite-wal', 'read.sqlite-shm']) rmSync(join(folder, file), { force: true });
    const house = await campaign.house().start();
    await settled(house);
    await house.kill('SIGTERM');
    expect(differences(documentsIn(folder), stood)).toEqual([]);
    expect(told(folder)).toEqual(lines);
  }

  async function everythingIsThereOnce({ folder, receipts }: Campaign, documents: Documents): Promise<void> {
    const log = await readLog(folder);
    const submissions = new Map(streamsOf(log, 'submission'));
    expect(submissions.size).toBe(deliveries.length);
    const stated = statementsOf(log);
    for (const { submission, observations } of receipts.values()) {
      const types = submissions.get(submission)!.map(({ type }) => type);
      expect(types.filter((type) => type !== 'RegistersTouched')).toEqual(['SubmissionStarted', 'SubmissionCompleted']);
      expect([types[0], types.at(-1)]).toEqual(['SubmissionStarted', 'SubmissionCompleted']);
      expect(stated.get(submission)).toBe(observations.recorded + observations.revised + observations.confirmed + observations.dropped);
    }
    const confirmed = streamsOf(log, 'breach').flatMap(([, events]) => events.filter(({ type }) => type === 'BreachConfirmed'));
    const alerts = streamsOf(log, 'alert');
    expect(alerts.length).toBe(confirmed.length);
    const endings = alerts.map(([, events]) => events.map(({ type }) => type).join());
    expect(endings.filter((ending) => ending !== 'AlertDue,AlertSent' && ending !== 'AlertDue,AlertDropped')).toEqual([]);
    const ids = alerts.map(([, events]) => events[0]!.data.alert as string).sort();
    const sent = alerts.filter(([, events]) => events.some(({ type }) => type === 'AlertSent'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(documents.alerts).sort()).toEqual(ids);
    // A line may have been written, and its app killed before it was recorded; then the breach ended, and the alert with it.
    const lines = told(folder);
    expect(new Set(lines).size).toBe(lines.length);
    expect(sent.map(([, events]) => events[0]!.data.alert as string).filter((id) => !lines.includes(id))).toEqual([]);
    expect(lines.filter((id) => !ids.includes(id))).toEqual([]);
  }

  /** The ids in the file of alerts: whole lines only, for a line that a crash cut short is nobody's alert. */
  function told(folder: string): string[] {
    const lines = readFileSync(join(folder, 'alerts.ndjson'), 'utf8').split('\n');
    return lines.flatMap((line) => (line.endsWith('}') ? [(JSON.parse(line) as { id: string }).id] : [])).sort();
  }

  /** As of the event before its completion nothing of a submission is known; as of its completion all of it is. */
  async function everySubmissionCountsFromItsCompletion(house: TestHouse, folder: string): Promise<void> {
    const log = await readLog(folder);
    const ends = streamsOf(log, 'submission').map(([, events]) => events.slice(-2).map(({ position }) => position));
    for (const [before, at] of ends.filter((_, i) => i % 5 === 0)) {
      const counts = async (asOf: string): Promise<number[]> => {
        const answers = await Promise.all(probes.map(({ path }) => house.get(`${path}?asOf=pos:${asOf}`)));
        return answers.map(({ observations }) => observations.length);
      };
      const [without, having] = [await counts(before!), await counts(at!)];
      const more = new Set(probes.filter((_, i) => having[i]! - without[i]! === 1).map(({ kind }) => kind));
      const same = new Set(probes.filter((_, i) => having[i]! === without[i]!).map(({ kind }) => kind));
      expect(more.size).toBe(1);
      expect([...more].filter((kind) => same.has(kind))).toEqual([]);
    }
  }

  /** Kills it at each of these places, one life after the other, and brings it home. */
  async function strikeAt(name: string, faults: readonly string[], paced = false): Promise<Life['struck'][]> {
    const campaign = new Campaign(join(root, name), prepared);
    const struck: Life['struck'][] = [];
    for (const fault of faults) struck.push((await campaign.life(paced ? { fault, paced } : { fault })).struck);
    await bringHome(campaign);
    await readAnew(campaign);
    return struck;
  }

  it('at each fault point, has everything once after it is sent again, the same read models, and told nobody twice', async () => {
    // What a life finishes for the one before it passes a place once or twice more, so the nth strikes at work.
    const recording = [
      'receive:1',
      'started:1',
      'register-append:5',
      'complete:2',
      'receive:2',
      'register-append:2',
      'complete:4',
      'register-append:7',
    ];
    const reading = ['project:2', 'judge:1', 'alert:2', 'project:5', 'judge:2', 'alert:1', 'project:1'];
    const [recorded, read] = await Promise.all([strikeAt('recording', recording), strikeAt('reading', reading, true)]);
    expect(recorded).toEqual(recording.map(() => 'pushing'));
    expect(read).not.toContain('not');
  }, 400_000);

  it(`at ${ROUNDS} moments of chance (seed ${SEED}), too`, async () => {
    const next = random(SEED);
    const moments = Array.from({ length: ROUNDS }, () => next() * MOMENTS_OF_DELIVERIES * msEach);
    const tally = { starting: 0, pushing: 0, reading: 0, not: 0, acknowledged: 0 };
    let looks = 0;
    const lane = async (name: string): Promise<void> => {
      for (let n = 0; moments.length > 0; n++) {
        const campaign = new Campaign(join(root, `${name}-${n}`), prepared);
        while (moments.length > 0 && campaign.open.length > 0) {
          const { struck, pushed } = await campaign.life({ afterMs: moments.pop()! });
          tally[struck]++;
          tally.acknowledged += pushed;
        }
        await bringHome(campaign);
        looks += campaign.looks;
      }
    };
    await Promise.all([lane('one'), lane('other')]); // Two houses on folders of their own, for two processors.
    console.info(`Killed at ${ROUNDS} moments, seed ${SEED}: ${JSON.stringify(tally)}; pages were looked at ${looks} times meanwhile.`);
    expect(tally.not).toBe(0);
    expect(tally.pushing).toBeGreaterThan(ROUNDS / 3);
  }, 600_000);
});

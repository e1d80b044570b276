import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CatalogueState, type Placed } from '#libs/catalogue';
import { knownOn, pageOf, type RegisterEvent, RegisterHistory, registerKey } from '#libs/figures';
import { FakeKafka } from '#libs/kafka/testing';
import { fold } from '#libs/kernel';
import { type DayBegan, daysToBegin } from '#libs/platform';
import { eventSchemas } from '#libs/schemas';
import { alertDue } from '../../libs/alerting/src/domain/due.ts';
import { breach } from '../../libs/assessment/src/domain/breach.ts';
import { submission } from '../../libs/intake/src/domain/submission.ts';
import { checkKey, type IdempotencyKeyClaimed } from '../../libs/intake/src/idempotency-key.ts';
import { PartitionClaims } from '../../libs/intake/src/kafka/partition-claims.ts';
import { Bodies, catalogueOf, fail, logInMemory } from '../house/recorder.ts';
import { validators } from './validators.ts';
import { type Golden, todaysEvents } from './todays-events.ts';

/**
 * A golden file for each version of each event ever written. They are never edited: a change of an event's shape is a
 * new version with a file of its own (WRITE_GOLDEN=1 writes the files that are missing), and the old ones are read for ever.
 */
const FOLDER = join(import.meta.dirname, 'events');
const fileOf = ({ type, data }: Golden): string => join(FOLDER, `${type}.v${data.v}.json`);

/** The types and keys of a document, all the way down; of a list, those of all its members together. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, shapeOf(one)]));
}

/** Optional members that were added to a version after its golden file was written. */
const ADDED = new Set(['refusalsByCause', 'refusalsSha256', 'causes', 'sha256', 'before'].map((member) => `SubmissionCompleted.${member}`));

const ofOldMembers = ({ type, data }: Golden): object => Object.fromEntries(Object.entries(data).filter(([name]) => !ADDED.has(`${type}.${name}`)));
const shapesOf = (events: readonly Golden[]): string[] => [...new Set(events.map((event) => JSON.stringify(shapeOf(ofOldMembers(event)))))].sort();

/** Events by the file that keeps their type and version. */
function byFile(events: readonly Golden[]): Map<string, Golden[]> {
  const files = new Map<string, Golden[]>();
  for (const event of events) files.set(fileOf(event), [...(files.get(fileOf(event)) ?? []), event]);
  return files;
}

/** Members that an event of today may lack; of the golden ones, at any rate. */
const OPTIONAL = new Set([
  ...['AreasImported.names', 'AreasImported.types', 'AreasImported.from', 'AreasImported.parents', 'FiguresRecorded.areas'],
  ...['SubmissionStarted.idempotencyKey', 'SubmissionStarted.from', 'BreachSuperseded.successor'],
]);

const read = (file: string): Golden[] => JSON.parse(readFileSync(file, 'utf8')) as Golden[];

describe('the events of the log', () => {
  let today: Map<string, Golden[]>;
  let golden: Golden[];
  const of = (category: string): Golden[] => golden.filter(({ stream }) => stream.startsWith(category)).sort((a, b) => a.version - b.version);

  beforeAll(async () => {
    today = byFile(await todaysEvents());
    if (process.env['WRITE_GOLDEN'] === '1') {
      for (const [file, events] of today) if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(events, null, 1)}\n`);
    }
    golden = readdirSync(FOLDER).flatMap((name) => read(join(FOLDER, name)));
  }, 60_000);

  it('are those that have a golden file, of the same shape', () => {
    for (const [file, events] of today) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect([file, shapesOf(events)]).toEqual([file, shapesOf(read(file))]);
    }
  });

  it('carry their version, and their file is named after it', () => {
    for (const name of readdirSync(FOLDER)) for (const event of read(join(FOLDER, name))) expect(fileOf(event)).toBe(join(FOLDER, name));
  });

  it('have a schema each, and no schema is of anything else', () =>
    expect(eventSchemas().map(({ name }) => `${name}.json`)).toEqual(readdirSync(FOLDER).sort()));

  it('are what their schemas say, the golden ones and those written today', () => {
    const valid = validators();
    for (const [file, events] of [...byFile(golden), ...today]) {
      const check = valid(`events/${basename(file)}`);
      for (const { data } of events) expect([file, check(data), check.errors]).toEqual([file, true, null]);
    }
  });

  it('are not what their schemas say once a member is strange, is gone or is of another type', () => {
    const valid = validators();
    for (const { type, data } of golden) {
      const check = valid(`events/${type}.v${data.v}.json`);
      expect([type, check({ ...data, strange: 1 })]).toEqual([type, false]);
      for (const name of Object.keys(data)) {
        const { [name]: one, ...rest } = data;
        expect([type, name, check(rest)]).toEqual([type, name, OPTIONAL.has(`${type}.${name}`)]);
        expect([type, name, check({ ...data, [name]: typeof one === 'object' ? 1 : {} })]).toEqual([type, name, false]);
      }
    }
  });

  it('of every type that the sources name are here', () => {
    const types = new Set(golden.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      ...['AlertDropped', 'AlertDue', 'AlertFailed', 'AlertRetried', 'AlertSent', 'AlertingBegan', 'AreaLinksImported', 'AreasImported', 'BreachCleared', 'BreachConfirmed', 'BreachRecovering'],
      ...['BreachRelapsed', 'BreachSuperseded', 'BreachSuspected', 'BreachWithdrawn', 'CompleteReleaseStated', 'DayBegan', 'FeedDefined', 'FiguresConfirmed'],
      ...['FiguresDropped', 'FiguresRecorded', 'FiguresRevised', 'GroupDefined', 'IdempotencyKeyClaimed', 'IndicatorDefined', 'OffsetsTaken'],
      ...['ParkedItemDiscarded', 'ParkedItemRetried'],
      ...['RegistersTouched', 'SubmissionCompleted', 'SubmissionFailed', 'SubmissionReinstated', 'SubmissionStarted', 'SubmissionWithdrawn'],
      ...['TargetVersionMade', 'TokenIssued', 'TokenRevoked'],
    ]);
  });

  it('of a register fold to the figures that were stated', () => {
    const history = new RegisterHistory();
    const events = of('register-');
    for (const { type, data } of events) history.add({ type, data } as unknown as RegisterEvent);
    const page = pageOf(registerKey(events[0]!.stream)!.prefix, history, () => ({ recordedAt: '2026-11-01T12:00:00Z' }));
    const headline = knownOn(page, new Set(['E12000001', 'E12000002', 'E12000003']), '');
    const figures = [...headline].map(([area, [known]]) => [area, known!.figure.value, known!.figure.status, known!.figure.reason, known!.provenance!.released]);
    expect(figures).toEqual([
      ['E12000001', 51, 'final', null, '2003-02-15'],
      ['E12000002', null, 'suppressed', 'small-number', '2003-02-15'],
      ['E12000003', null, 'missing', 'dropped', '2003-02-15'],
    ]);
    const [first] = history.block('A2001', '')!.statements(0);
    expect(first!.figure).toEqual({ value: 50, numerator: 500, denominator: 1000, lower: 46.9, upper: 53.1, level: 95, status: 'provisional', reason: null });
    expect(first!.row).toBe(1);
    expect(history.block('A2001', 'sex=female')!.statements(0)).toHaveLength(2);
  });

  it('of a submission fold to where it stands', () => {
    const streams = [...new Set(of('submission-').map(({ stream }) => stream))];
    const states = streams.map((stream) => fold(submission, of(stream) as never));
    expect(states.map((s) => [s.started!.name, s.completed!.rows, s.attempts, s.withdrawn?.why]).sort()).toEqual([
      ['february.csv', { read: 2, taken: 2, refused: 0, ignored: 0 }, 1, undefined],
      ['january.csv', { read: 5, taken: 4, refused: 1, ignored: 0 }, 1, 'The wrong sheet'],
    ]);
  });

  it('of the catalogue fold to its words', () => {
    const placed = of('catalogue-').map((event, i): Placed => ({ ...event, position: String(i).padStart(6, '0') }) as unknown as Placed);
    const view = CatalogueState.empty.with(placed);
    expect(view.area('E08000099')).toMatchObject({ name: 'Newly made', type: 'district', from: '2020-04-01', parents: [{ code: 'E12000001' }] });
    expect(view.links('E07000055')).toContainEqual(expect.objectContaining({ to: 'E06000047', kind: 'merge', date: '2009-04-01' }));
    expect(view.feed('whole')).toMatchObject({ format: 'observations', profile: { complete: 'indicator' }, profileVersion: 1 });
    for (const { type, data } of placed as unknown as Golden[]) {
      const { group, indicator, target } = data as unknown as { group: { code: string }; indicator: { code: string }; target: string };
      if (type === 'GroupDefined') expect(view.group(group.code)).toEqual(group);
      if (type === 'IndicatorDefined') expect(view.indicator(indicator.code)).toEqual(indicator);
      if (type === 'TargetVersionMade') expect(view.target(target)!.versions).toContainEqual((data as unknown as { version: object }).version);
    }
  });

  it('of a breach fold to its state, step by step', () => {
    const events = of('breach-C00.floor-E08000021');
    const states = events.map((_, i) => fold(breach, events.slice(0, i + 1) as never).state);
    expect(states).toEqual(['suspected', 'confirmed', 'recovering', 'confirmed', 'cleared', 'confirmed', 'withdrawn']);
  });

  it('of an alert fold to its delivery', () => {
    const statesOf = (stream: string): string[] => {
      const events = of(stream);
      return events.map((_, i) => fold(alertDue, events.slice(0, i + 1) as never).state);
    };
    expect(statesOf('alert-11111111-1111-5111-8111-111111111111-')).toEqual(['due', 'due', 'sent']);
    expect(fold(alertDue, of('alert-11111111-1111-5111-8111-111111111112-') as never).state).toBe('dropped');
    expect(statesOf('alert-11111111-1111-5111-8111-111111111113-')).toEqual(['due']);
  });

  it('of the calendar say which days are still to begin', () => {
    const { date } = of('calendar')[0]!.data as unknown as DayBegan['data'];
    expect(daysToBegin(date, '2026-11-03')).toEqual(['2026-11-02', '2026-11-03']);
  });

  it('of a key keep it for its submission', async () => {
    const [event] = of('idempotency-');
    const store = logInMemory();
    await store.append(event!.stream, 0, [{ id: '00000000-0000-4000-8000-000000000001', type: event!.type, data: event!.data }]);
    const { submission: id } = event!.data as unknown as IdempotencyKeyClaimed['data'];
    expect(await checkKey(store, { id, feed: 'whole', idempotencyKey: 'k-1' })).toBeUndefined();
    expect(await checkKey(store, { id: 'another', feed: 'whole', idempotencyKey: 'k-1' })).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('of a partition say from where it goes on', async () => {
    const [event] = of('partition-');
    const store = logInMemory();
    await store.append(event!.stream, 0, [{ id: '00000000-0000-4000-8000-000000000001', type: event!.type, data: event!.data }]);
    const { taken, version } = await new PartitionClaims(store, new FakeKafka(), 'indicator-observations').last(0);
    expect([version, taken!.last, taken!.submissions.map(({ from, name }) => [from, name])]).toEqual([
      1,
      '1',
      [[{ topic: 'indicator-observations', partition: 0, first: '0', last: '0' }, 'indicator-observations/0@0-0']],
    ]);
  });

  it('of complete releases bear on what comes late', async () => {
    const bodies = new Bodies();
    const store = logInMemory();
    const [last] = of('releases-').slice(-1);
    await store.append(last!.stream, 0, [{ id: '00000000-0000-4000-8000-000000000001', type: last!.type, data: last!.data }]);
    const late = Buffer.from('indicator,area,period,value\nskills.gcse-5-a-c,E12000009,2001/02,40\n');
    const recorder = bodies.recorder(store, await catalogueOf({}));
    const { receipt } = fail(await recorder.record(await bodies.orderOf(late, 'late.csv', 'observations', '2002-01-01')));
    expect(receipt.observations).toEqual({ recorded: 1, revised: 0, confirmed: 0, dropped: 1, older: 0 });
    bodies.remove();
  });
});

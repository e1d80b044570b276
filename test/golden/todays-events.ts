import { randomUUID } from 'node:crypto';
import type { Catalogue } from '#libs/catalogue';
import { ParkedItems } from '#libs/event-feed';
import type { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { dayBegan, newTokenEvent, NoFaults, type TokenIssued, type TokenRevoked, tokenStream } from '#libs/platform';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { AlertRecorder } from '../../libs/alerting/src/alert-recorder.ts';
import { AlertSender } from '../../libs/alerting/src/alert-sender.ts';
import type { NotDelivered } from '../../libs/alerting/src/channel.ts';
import { alertDue } from '../../libs/alerting/src/domain/due.ts';
import { alertStream } from '../../libs/alerting/src/ids.ts';
import { aJudgement, aTell } from '../../libs/alerting/src/testing/fixtures.ts';
import { breach } from '../../libs/assessment/src/domain/breach.ts';
import { breachStream, type Judgement } from '../../libs/assessment/src/domain/types.ts';
import { Transactions } from '../../libs/catalogue/src/commands/transact.ts';
import { defineGroup } from '../../libs/catalogue/src/domain/define-group.ts';
import { defineIndicator } from '../../libs/catalogue/src/domain/define-indicator.ts';
import { STREAMS } from '../../libs/catalogue/src/domain/events.ts';
import { postTarget } from '../../libs/catalogue/src/domain/post-target.ts';
import { parkedId } from '../../libs/event-feed/src/parking/parked-streams.ts';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { TakeBack, TakeBackHandler } from '../../libs/intake/src/take-back.ts';
import { consume, GROUP, message, TOPIC } from '../house/messages.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';

/** An event as a golden file keeps it. */
export interface Golden {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly v: number };
}

const GCSE = 'skills.gcse-5-a-c';
const HEAD = 'indicator,area,period,value,numerator,denominator,lower,upper,level,status,breakdown';
const row = (area: string, period: string, figures: string): string => `${GCSE},${area},${period},${figures}`;
const JANUARY = [
  HEAD,
  row('E12000001', '2001/02', '50,500,1000,46.9,53.1,95,provisional,'),
  row('E12000001', '2001/02', '55,275,500,50.6,59.3,95,,sex=female'),
  row('E12000002', '2001/02', ',,,,,,suppressed:small-number,'),
  row('E12000003', '2001/02', '52.5,,,,,,,'),
  row('E12000004', '2001/02', '-1,,,,,,,'),
  '',
].join('\n');
const FEBRUARY = [HEAD, row('E12000001', '2001/02', '51,510,1000,47.9,54.1,95,,'), row('E12000002', '2001/02', ',,,,,,suppressed:small-number,'), ''].join('\n');

/** One of every kind of event, by the code that writes them today; the same at every run but for ids. */
export async function todaysEvents(): Promise<Golden[]> {
  const words = logInMemory();
  const catalogue = await catalogueOf({ feeds: [wholeFeed], areas: [{ code: 'E08000099', name: 'Newly made', type: 'district', parent: 'E12000001', from: '2020-04-01' }] }, words);
  await defined(words, catalogue);
  const deeds = await recorded(catalogue);
  const days = [{ stream: 'calendar', version: 1, ...dayBegan('2026-11-01') } as unknown as Golden];
  return [...(await all(words)).filter(isOurs), ...(await all(deeds)), ...days, ...episodes(), ...tokens(), ...(await parked()), ...(await alerts()), ...(await taken(catalogue))];
}

/** A token with all that it can be held to, and one that was revoked. */
function tokens(): Golden[] {
  const token = '0123456789abcdef';
  const made = { v: 1, token, by: 'test', at: '2026-11-01T09:00:00.000Z' } as const;
  const bounds = { role: 'data-team', feeds: ['observations'], lsp: 'E08000099', region: 'E12000001', name: 'A team' } as const;
  const events: (TokenIssued | TokenRevoked)[] = [
    { type: 'TokenIssued', data: { ...made, ...bounds, expires: '2027-03-31' } },
    { type: 'TokenRevoked', data: made },
  ];
  return events.map((event, i) => ({ stream: tokenStream(token), version: i + 1, type: newTokenEvent(event).type, data: event.data }) as unknown as Golden);
}

/** One area of an element that is left out for good, and a stream that is applied again. */
async function parked(): Promise<Golden[]> {
  const store = logInMemory();
  const documents = new SqliteReadStore(':memory:');
  const items = new ParkedItems(store, documents, new StoppedClock());
  const item = { reader: 'assessment', stream: 'submission-s1', scope: 'C00.floor|E08000021' };
  await items.retry(item, 'test'); // There is no such item yet.
  const puts = [item, { ...item, scope: '' }].map((one) => ({ collection: 'parked', id: parkedId(one), body: { ...one, version: 3, state: 'parked', since: '' } }));
  await documents.write({ puts, checkpoint: { reader: item.reader, position: 'read up to here' } });
  await items.discard(item, { why: 'Sent by mistake', by: 'test' });
  await items.retry({ ...item, scope: '' }, 'test');
  await documents.close();
  return all(store);
}

/** What ships may be worded anew; what this scenario defines stays. Links between codes ship alone. */
const isOurs = ({ type, data }: Golden): boolean => type === 'AreaLinksImported' || JSON.stringify(data).includes('"by":"test"');

/** A group, a derived indicator, and a target with a change and a correction. */
async function defined(words: EventStore, catalogue: Catalogue): Promise<void> {
  const transactions = new Transactions(words, catalogue, new StoppedClock());
  const who = { by: 'test', why: 'A test needs it', at: '2026-11-01T12:00:00.000Z' };
  const group = { code: 'two', name: 'Two regions', areas: ['E12000001', 'E12000002'], at: '2001-01-01', why: 'A test needs it', notes: { E12000001: 'A doubt' } };
  const indicator = {
    ...{ code: 'skills.passes', name: 'Passes over three years', theme: 'skills', measure: 'count', per: 1, behaviour: 'rolling' } as const,
    ...{ polarity: 'higher', frequency: 'rolling', decimals: 0, unit: 'pupils', derived: { sumOver: { of: 'crime.burglary', periods: 3 } } } as const,
  };
  const element = {
    ...{ code: 'floor', kind: 'multiple-of-national', indicator: GCSE, polarity: 'lower', areas: 'two', national: 'E92000001', multiple: 3 } as const,
    ...{ margin: 0.5, from: '2001/02', until: '2004/05' },
  };
  const cut = {
    ...{ code: 'cut', kind: 'reduction', indicator: GCSE, polarity: 'lower', areas: 'two', percent: 25, baseline: { period: '1998/99', value: 20 } } as const,
    ...{ until: '2004/05', trajectory: { shape: 'milestones', milestones: [{ period: '2001/02', value: 18 }] } } as const,
  };
  const target = { code: 'T1', theme: 'skills', department: 'D', sentence: 'S', technicalNote: 'N', elements: [element, cut] } as const;
  fail(await transactions.run(STREAMS.groups, (known, at) => defineGroup({ group, ...who, at }, known)));
  fail(await transactions.run(STREAMS.indicators, (known, at) => defineIndicator({ indicator, ...who, at }, known)));
  for (const made of [undefined, { change: { appliesFrom: '2003/04' } }, { correction: { of: 1 } }]) {
    fail(await transactions.run(STREAMS.targets, (known, at) => postTarget({ ...target, sentence: JSON.stringify(made ?? 'S'), made, ...who, at }, known)));
  }
}

const observations = defaultFeeds.find(({ code }) => code === 'observations')!;
const wholeFeed = { ...observations, code: 'whole', profile: { ...observations.profile, complete: 'indicator' } };

async function all(store: EventStore): Promise<Golden[]> {
  const events = await store.readAll('', 10_000);
  return events.map(({ stream, version, type, data }) => ({ stream, version, type, data: data as Golden['data'] }));
}

/** A release, a later one that revises, confirms and drops, under a key; then the first is taken back. */
async function recorded(catalogue: Catalogue): Promise<EventStore> {
  const bodies = new Bodies();
  const store = logInMemory();
  const recorder = bodies.recorder(store, catalogue);
  const first = await bodies.orderOf(Buffer.from(JANUARY), 'january.csv', 'whole', '2003-01-15');
  const second = await bodies.orderOf(Buffer.from(FEBRUARY), 'february.csv', 'whole', '2003-02-15', { idempotencyKey: 'k-1' });
  fail(await recorder.record(first));
  await bodies.blobs.remove(second.blob);
  fail(await recorder.record(second)); // It fails, and is retried with its body back in its place.
  await bodies.orderOf(Buffer.from(FEBRUARY), 'february.csv', 'whole', '2003-02-15');
  fail(await recorder.record(second));
  const taking = new TakeBackHandler(store, bodies.blobs, new StoppedClock());
  fail(await taking.execute(new TakeBack(second.id, 'withdraw', { by: 'test', why: 'It came too early' })));
  fail(await taking.execute(new TakeBack(second.id, 'reinstate', { by: 'test', why: 'It was right' })));
  fail(await taking.execute(new TakeBack(first.id, 'withdraw', { by: 'test', why: 'The wrong sheet' })));
  bodies.remove();
  return store;
}

/** A poll of one partition: a message of two observations, and one that goes back. */
async function taken(catalogue: Catalogue): Promise<Golden[]> {
  const bodies = new Bodies();
  const log = logInMemory();
  const kafka = new FakeKafka({ partitions: 1 });
  kafka.produce(TOPIC, message([{ value: 7 }, { value: 8, area: 'E12000002' }]), { value: 'poison', partition: 0 });
  await consume({ kafka, log, bodies, catalogue });
  await kafka.taken(GROUP, TOPIC);
  await kafka.close();
  bodies.remove();
  return (await all(log)).filter(({ type }) => type === 'OffsetsTaken');
}

const year = (from: number, more: Partial<Judgement>): Judgement =>
  aJudgement({ period: `${from}-${String(from + 1).slice(2)}`, periodStart: `${from}-04-01`, periodEnd: `${from + 1}-04-01`, ...more });
const bad = { outcome: 'breach' } as const;
const good = { outcome: 'met', distance: 2 } as const;

/** An episode that is suspected, confirmed, recovers, relapses and is cleared; and one that is withdrawn. */
function episodes(): Golden[] {
  const years = [
    year(2001, { ...bad, certainty: '95' }),
    year(2002, { ...bad, certainty: '99.8' }),
    year(2003, { ...good, certainty: 'point' }),
    year(2004, { ...bad, certainty: '99.8' }),
    year(2005, { ...good, certainty: '95' }),
    year(2006, { ...bad, certainty: '99.8' }),
    year(2006, { ...good, certainty: '95', cause: 'comparator' }),
  ];
  const stream = breachStream('C00', 'floor', 'E08000021');
  const told: Golden[] = [];
  years.forEach((_, i) => {
    const known = years.slice(0, i + 1).filter((one, k) => k === i || one.period !== years[i]!.period);
    const trigger = { event: `22222222-2222-5222-8222-00000000000${i}`, position: `p${i}`, submission: 's1', date: '2007-01-01' };
    const episode = `11111111-1111-5111-8111-11111111111${i < 5 ? 1 : 2}`;
    const command = { judgements: known, margin: 0, behind: { backing: 'touched', fresh: true }, trigger, backfill: false, superseded: null, episode } as const;
    const events = fail(breach.decide(command, fold(breach, told as never)) as never) as unknown as Golden[];
    for (const { type, data } of events) told.push({ stream, version: told.length + 1, type, data });
  });
  return [...told, supersededAfter(told.find(({ type }) => type === 'BreachConfirmed')!)];
}

/** The end of an episode whose area was merged into another. */
function supersededAfter(confirmed: Golden): Golden {
  const trigger = { event: '22222222-2222-5222-8222-000000000008', position: 'p8', submission: null, date: '2009-04-01' };
  const superseded = { reason: 'area-merged', successor: 'E06000057' } as const;
  const behind = { backing: 'normal', fresh: false } as const;
  const command = { judgements: [], margin: null, behind, trigger, backfill: false, superseded, episode: '' };
  const [event] = fail(breach.decide(command, fold(breach, [confirmed] as never)) as never) as unknown as Golden[];
  return { stream: breachStream('C00', 'floor', 'E07000162'), version: 2, type: event!.type, data: event!.data };
}

/** An alert that fails once and is then delivered, one whose breach is withdrawn before it could be, and one that a person has tried again. */
async function alerts(): Promise<Golden[]> {
  const [due] = fail(alertDue.decide(aTell(), alertDue.initial()) as never) as unknown as Golden[];
  const { episode, step, recipient } = due!.data as unknown as Record<'episode' | 'step' | 'recipient', string>;
  const clock = new StoppedClock();
  const store = logInMemory(clock);
  await store.append(alertStream(episode!, step as 'confirmed', recipient!), 0, [{ id: randomUUID(), type: due!.type, data: due!.data }]);
  let answer: NotDelivered | { delivered: true; repeat: boolean } = { delivered: false, error: 'Nobody answered', retryable: true };
  const channel = { name: 'log', dropsRepeats: true, deliver: async () => answer };
  const recorder = new AlertRecorder(store, { upToDate: async () => ({ position: '' }) } as unknown as Catalogue, clock);
  let ms = 0;
  const sender = new AlertSender({ store, recorder, channel, clock, time: { nowMs: () => ms }, faults: new NoFaults() });
  await sender.sendDue();
  ms = 86_400_000;
  answer = { delivered: true, repeat: false };
  clock.moment = new Date(clock.moment.getTime() + 86_400_000);
  await sender.sendDue();
  const other = '11111111-1111-5111-8111-111111111112';
  const withdrawn = { type: 'BreachWithdrawn', data: { ...aTell().breach, episode: other } };
  await store.append('breach-C00.floor-E08000021', 0, [{ id: randomUUID(), ...withdrawn }]);
  const dueThen = { ...due!.data, episode: other };
  await store.append(alertStream(other, step as 'confirmed', recipient!), 0, [{ id: randomUUID(), type: due!.type, data: dueThen }]);
  await sender.sendDue();
  const given = alertStream('11111111-1111-5111-8111-111111111113', step as 'confirmed', recipient!);
  const gaveUp = [{ ...due!, data: { ...due!.data, episode: '11111111-1111-5111-8111-111111111113' } }, { type: 'AlertFailed', data: { retryable: false } }];
  const retry = { do: 'retry', by: 'test', at: clock.moment.toISOString() } as const;
  const [retried] = fail(alertDue.decide(retry, fold(alertDue, gaveUp as never)) as never) as unknown as Golden[];
  const events = (await all(store)).filter(({ type }) => type.startsWith('Alert'));
  return [...events, { stream: given, version: 3, type: retried!.type, data: retried!.data }];
}

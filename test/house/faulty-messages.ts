import type { Catalogue, IndicatorDefinition } from '#libs/catalogue';
import type { EventStore, StoredEvent } from '#libs/event-store';
import { LogFigures } from '#libs/figures';
import { MessageTooLarge, type OutMessage } from '#libs/kafka';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import { FakeKafka, type Produced } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { statementsOf } from '../faults/log.ts';
import type { Answer } from './client.ts';
import { consume, DiesAt, GROUP, headersOf, message, REFUSED, submissions, TOPIC } from './messages.ts';
import { Bodies, catalogueOf, logInMemory } from './recorder.ts';

export const NORTH = 'E12000001';
export const EAST = 'E12000006';
export const MESSAGE_BYTES_MAX = 1024 * 1024;

const indicator: IndicatorDefinition = {
  ...{ code: 't.rate', name: 'A rate', theme: 'crime', measure: 'rate', per: 1000, behaviour: 'flow', polarity: 'lower' },
  ...{ frequency: 'calendar', decimals: 1, numerator: null, denominator: null, suppression: null, source: null },
  ...{ lagDays: null, unit: null, derived: null },
};
const indicators: readonly IndicatorDefinition[] = [
  indicator,
  { ...indicator, code: 't.prop', name: 'A share', measure: 'proportion', per: 100 },
  { ...indicator, code: 't.month', name: 'A count', measure: 'count', per: 1, frequency: 'month' },
];

/** A broker that takes messages of so many bytes at most, key and headers included. */
class BoundedKafka extends FakeKafka {
  override async publish(topic: string, messages: readonly OutMessage[]): Promise<void> {
    if (messages.some((one) => sizeOf(one) > MESSAGE_BYTES_MAX)) throw new MessageTooLarge(topic);
    await super.publish(topic, messages);
  }
}

const sizeOf = ({ key, value, headers }: OutMessage): number =>
  [key ?? '', value, ...Object.entries(headers).flat()].reduce((sum, part) => sum + Buffer.byteLength(part), 0);

/** A message whose value is exactly this text: what JSON.stringify cannot write. */
export const raw = (row: string): Produced => {
  const { headers } = message([]);
  const event = `{"specversion":"1.0","id":"raw","source":"/test","type":"uk.floor-targets.observations.v1","time":"2020-02-01T09:00:00Z"`;
  return { value: `${event},"data":[${row}]}`, headers, partition: 0 };
};

export const row = (more: object): object => ({ indicator: 't.rate', area: NORTH, period: '2010', ...more });

/** An instance of intake, and what it makes of messages with a fault in them that come between good ones. */
export class FaultyMessages {
  private readonly kafka = new BoundedKafka({ partitions: 1 });
  readonly log: EventStore = logInMemory();

  constructor(
    private readonly bodies: Bodies,
    private readonly catalogue: Catalogue,
  ) {}

  /** A rate, a share and a count; feeds of observations that scale figures, and whose academic years begin in August. */
  static catalogue(): Promise<Catalogue> {
    const plain = defaultFeeds.find(({ code }) => code === 'observations')!;
    const scaled = { ...plain, code: 'scaled', profile: { ...plain.profile, indicators: { rate: { code: 't.rate', scale: 1e300 } } } };
    const august = { ...plain, code: 'august', profile: { ...plain.profile, academicFrom: '08-01' } };
    return catalogueOf({ indicators, feeds: [scaled, august] });
  }

  /** What came back, as text. */
  letters(): Record<string, string>[] {
    return this.kafka.messages(REFUSED).map((letter) => ({ ...headersOf(letter), value: Buffer.from(letter.value!).toString() }));
  }

  submissions(): ReturnType<typeof submissions> {
    return submissions(this.log);
  }

  /** The current figures of an indicator, by area and month. */
  async figures(code = 't.rate'): Promise<Record<string, Answer>> {
    const found: Record<string, Answer> = {};
    for (const [area, series] of await LogFigures.of(this.log).many(code, [NORTH, EAST]))
      for (const { period, figure } of series) found[`${area} ${period.start.slice(0, 7)}`] = figure;
    return found;
  }

  /** Takes the messages between two good ones of another sender; both count, all are committed, and what is recorded adds up. */
  async take(faulty: readonly Produced[], faults = new DiesAt('never')): Promise<void> {
    const good = (period: string): Produced => message([{ indicator: 't.rate', area: EAST, period, value: 1 }], { source: '/other' });
    const { kafka, log, bodies, catalogue } = this;
    kafka.produce(TOPIC, good('1990'), ...faulty, good('1991'));
    await consume({ kafka, log, bodies, catalogue, faults });
    await kafka.taken(GROUP, TOPIC, 4_500);
    expect(await this.figures()).toMatchObject({ [`${EAST} 1990-01`]: { value: 1 }, [`${EAST} 1991-01`]: { value: 1 } });
    await this.nothingIsHalfRecorded();
    for (const { reason } of this.letters()) expect(reason).toMatch(/^[A-Z"\d].{20,}[.)]$/s);
  }

  async close(): Promise<void> {
    await this.kafka.close();
    await this.log.close();
  }

  private async nothingIsHalfRecorded(): Promise<void> {
    const events = (await this.log.readAll('', 10_000)) as StoredEvent<Answer>[];
    const stated = statementsOf(Map.groupBy(events, ({ stream }) => stream));
    const started = events.filter(({ type }) => type === 'SubmissionStarted').map(({ stream }) => stream);
    const all = await this.submissions();
    expect(all.map(({ id }) => `submission-${id}`).sort()).toEqual(started.sort());
    for (const { id, completed } of all) {
      const { read, taken, refused, ignored } = completed.rows;
      expect(read).toBe(taken + refused + ignored);
      const { recorded, revised, confirmed, older = 0 } = completed.observations;
      expect(stated.get(id) ?? 0).toBe(recorded + revised + confirmed + older);
    }
  }
}

import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { LogFigures } from '#libs/figures';
import { binary, type CloudEvent, type Consuming, type Kafka, type Message, structured } from '#libs/kafka';
import { FaultPoints } from '#libs/platform';
import type { Produced } from '../../libs/kafka/src/testing/fake-kafka.ts';
import type { OffsetsTaken } from '../../libs/intake/src/domain/partition-events.ts';
import type { SubmissionCompleted, SubmissionStarted } from '../../libs/intake/src/domain/submission-events.ts';
import { ObservationTaking } from '../../libs/intake/src/kafka/observation-taking.ts';
import { type Bodies, StoppedClock } from './recorder.ts';

export const TOPIC = 'indicator-observations';
export const REFUSED = 'indicator-observations-refused';
export const GROUP = 'floor-intake';

/** An observation as a message brings it. */
export interface Sent {
  readonly indicator?: string;
  readonly area?: string;
  readonly period?: string;
  readonly value?: number | string | null;
}

/** A message of observations of burglary in a region in a month, unless they say otherwise. */
export function message(
  rows: readonly Sent[] | object,
  { mode = structured, ...more }: Partial<CloudEvent> & { mode?: typeof binary } = {},
): Produced {
  const fill = (row: Sent): Sent => ({ indicator: 'crime.burglary', area: 'E12000001', period: '2020-01', ...row });
  const data = Array.isArray(rows) ? (rows as Sent[]).map(fill) : rows;
  const event = { id: 'e-1', source: '/test', type: 'uk.floor-targets.observations.v1', time: '2020-02-01T09:00:00Z', ...more, data };
  const { value, headers } = mode(event);
  return { value, headers, partition: 0 };
}

/** Throws at a place once, as far as the next try is concerned: a process that dies there and is started again. */
export class DiesAt extends FaultPoints {
  died = 0;
  constructor(
    private readonly name: string,
    private readonly times = 1,
  ) {
    super();
  }
  override hit(name: string): void {
    if (name !== this.name || this.died >= this.times) return;
    this.died++;
    throw new Error(`died at ${name}`);
  }
}

/** What an instance of intake stands on. */
export interface Ground {
  readonly kafka: Kafka;
  readonly log: EventStore;
  readonly bodies: Bodies;
  readonly catalogue: Catalogue;
  readonly faults?: FaultPoints;
  readonly clock?: StoppedClock;
}

/** An instance of intake that takes from Kafka, on a log that others may share. */
export function taking({
  kafka,
  log,
  bodies,
  catalogue,
  faults = new DiesAt('never'),
  clock = new StoppedClock(),
}: Ground): ObservationTaking {
  const recorder = bodies.recorder(log, catalogue, { faults });
  return new ObservationTaking({ kafka, store: log, blobs: bodies.blobs, catalogue, clock, clockConfirmed: null, faults, recorder });
}

export const consume = (ground: Ground): Promise<Consuming> => ground.kafka.consume(taking(ground));

/** What the log says of submissions. */
export async function submissions(
  log: EventStore,
): Promise<{ id: string; started: SubmissionStarted['data']; completed: SubmissionCompleted['data'] }[]> {
  const events = await log.readAll('', 10_000, ['submission']);
  const of = (type: string) => events.filter((e) => e.type === type);
  return of('SubmissionCompleted').map(({ stream, data }) => ({
    id: stream.slice('submission-'.length),
    started: of('SubmissionStarted').find((e) => e.stream === stream)!.data as SubmissionStarted['data'],
    completed: data as SubmissionCompleted['data'],
  }));
}

export const claims = async (log: EventStore, partition = 0): Promise<OffsetsTaken['data'][]> =>
  (await log.read({ stream: `partition-memory/${TOPIC}-${partition}` })).map(({ data }) => data as OffsetsTaken['data']);

/** The current values of an indicator by area and period's start. */
export async function values(
  log: EventStore,
  areas: readonly string[],
  indicator = 'crime.burglary',
): Promise<Record<string, number | null>> {
  const found: Record<string, number | null> = {};
  for (const [area, series] of await LogFigures.of(log).many(indicator, areas))
    for (const { period, figure } of series) found[`${area} ${period.start.slice(0, 7)}`] = figure.value;
  return found;
}

/** A dead letter's headers, as text. */
export const headersOf = ({ headers }: Message): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));

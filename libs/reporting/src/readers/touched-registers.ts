import type { EventStore, Position, StoredEvent, Stretch } from '#libs/event-store';
import type { RegistersTouched, SubmissionCompleted } from '#libs/intake';

/** What a submission's stream says of a register that it wrote to. */
export interface Touch extends Stretch {
  /** Every later version of the register that bears on the submission stands in the stretch. */
  readonly before: number;
}

/** What makes a submission's figures count, or stop counting. */
const BEARING: ReadonlySet<string> = new Set(['SubmissionCompleted', 'SubmissionWithdrawn', 'SubmissionReinstated']);

/** Registers whose current figures these events of submissions may change, each with all that touches it. */
export async function touchedRegisters(store: EventStore, events: readonly StoredEvent[]): Promise<Map<string, Touch>> {
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  const bearing = events.filter(({ type }) => BEARING.has(type));
  // Where the stream begins among these events, all of it is at hand.
  const unread = bearing.filter(({ stream }) => byStream.get(stream)![0]!.version > 1);
  const read = await store.readMany(unread.map(({ stream, version }) => ({ stream, to: version })));
  const before = new Map(unread.map((event, i) => [event, read[i]!]));
  const touched = new Map<string, Touch>();
  for (const event of bearing) {
    const story = before.get(event) ?? byStream.get(event.stream)!.filter(({ version }) => version <= event.version);
    for (const [register, touch] of touchedBy(event, story)) touched.set(register, both(touch, touched.get(register)));
  }
  return touched;
}

/** What a completion, withdrawal or reinstatement bears on, by the submission's events up to it: one attempt, or all of them. */
function touchedBy({ type, data, position: to }: StoredEvent, story: readonly StoredEvent[]): [string, Touch][] {
  const attempt = type === 'SubmissionCompleted' ? (data as SubmissionCompleted['data']).attempt : undefined;
  const told = story.filter((event) => attempt === undefined || (event.data as { attempt?: number }).attempt === attempt);
  const after = told.find((event) => event.type === 'SubmissionStarted')!.position;
  return told.flatMap((event) => (event.type === 'RegistersTouched' ? named(event.data as RegistersTouched['data'], after, to) : []));
}

const named = ({ registers }: RegistersTouched['data'], after: Position, to: Position): [string, Touch][] =>
  Object.entries(registers).flatMap(([indicator, some]) =>
    some.map(([key, before]): [string, Touch] => [`register-${indicator}-${key}`, { before, after, to }]),
  );

function both(one: Touch, other: Touch | undefined): Touch {
  return other ? { before: Math.min(one.before, other.before), ...union([one, other]) } : one;
}

/** The stretch that all of these lie in. */
export function union(stretches: readonly Stretch[]): Stretch {
  return {
    after: stretches.reduce((least, { after }) => (after < least ? after : least), stretches[0]!.after),
    to: stretches.reduce((most, { to }) => (to > most ? to : most), stretches[0]!.to),
  };
}

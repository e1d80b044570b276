import { v5 as uuid5 } from 'uuid';
import { type Decider, fold, Refusal } from '#libs/kernel';
import { BEGINNING, type EventStore, type Position, type StoredEvent, WrongVersion } from './event-store.js';

/** How often a decision is made anew because another writer came first, unless its caller expects more of them. */
const ATTEMPTS_MAX = 5;

const NAMESPACE = '9be0c3a2-04e5-5a5d-8d9a-2f55f7f5f1ab';

/** An event as a rule decides it, before it has an id. */
export interface DecidedEvent {
  readonly type: string;
  readonly data: object;
}

/** A stream after a command. */
export interface Handled<State> {
  readonly state: State;
  /** How many events the command appended; 0 when the rule found nothing to do. */
  readonly appended: number;
  readonly version: number;
  /** Of the stream's last event; BEGINNING where the stream has none. */
  readonly position: Position;
}

/** A command, and the stream that it changes. */
export interface Handling<Command, Event> {
  readonly stream: string;
  readonly command: Command;
  /** The id of the event that becomes this version of the stream; the default depends on the stream, the version and the type alone. */
  readonly idOf?: (event: Event, version: number) => string;
}

/**
 * Loads a stream, decides, and appends what was decided; decides anew when another writer came first, five times at most,
 * then throws WrongVersion. A refusal appends nothing.
 */
export async function handleCommand<Command, Event extends DecidedEvent, State>(
  store: EventStore,
  decider: Decider<Command, Event, State>,
  { stream, command, idOf = (event, version) => eventId(stream, version, event.type) }: Handling<Command, Event>,
): Promise<Handled<State> | Refusal> {
  return onConflictRetry(async () => {
    const past = await store.read({ stream });
    const before = past.at(-1)?.version ?? 0;
    const state = fold(decider, past as unknown as readonly Event[]); // The log holds what this decider decided.
    const decided = decider.decide(command, state);
    if (decided instanceof Refusal) return decided;
    if (decided.length === 0) return { state, appended: 0, version: before, position: past.at(-1)?.position ?? BEGINNING };
    const events = decided.map((event, i) => ({ id: idOf(event, before + i + 1), type: event.type, data: event.data }));
    const { version, position } = await store.append(stream, before, events);
    return { state: decided.reduce((so, event) => decider.evolve(so, event), state), appended: events.length, version, position };
  });
}

/**
 * Runs `attempt` again when it throws WrongVersion, `attemptsMax` times in all, then throws it. `attempt` reads afresh each time;
 * it is given the number of the attempt, from 1. For commands that write many streams; `handleCommand` serves those that write one.
 */
export async function onConflictRetry<T>(attempt: (number: number) => Promise<T>, attemptsMax = ATTEMPTS_MAX): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      if (!(error instanceof WrongVersion) || number >= attemptsMax) throw error;
    }
  }
}

/** The id of an event whose stream, version and type are decided: the same decision taken twice is the same event. */
export function eventId(stream: string, version: number, type: string): string {
  return uuid5(`${stream} ${version} ${type}`, NAMESPACE);
}

/** Appends the only event of a stream, unless another writer has begun the stream; gives the stream's first event. */
export async function beginStream(store: EventStore, stream: string, event: DecidedEvent & { readonly id: string }): Promise<StoredEvent> {
  return onConflictRetry(async () => {
    const [first] = await store.read({ stream, to: 1 });
    if (first) return first;
    await store.append(stream, 0, [event]);
    return (await store.read({ stream, to: 1 }))[0]!;
  });
}

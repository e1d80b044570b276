import { Refusal } from './refusal.js';

/** A rule of the domain: what a command makes happen, given what has happened. */
export interface Decider<Command, Event, State> {
  /** A new state each time: `evolve` may mutate the state it is given. */
  initial(): State;
  /** Pure: no clock, no randomness, no I/O; what it needs comes with the command. */
  decide(command: Command, state: State): readonly Event[] | Refusal;
  evolve(state: State, event: Event): State;
}

/** The state after these events. */
export function fold<Command, Event, State>(
  decider: Pick<Decider<Command, Event, State>, 'initial' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initial();
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** For tests that read given, when, then: `given(rule)(past, command)` is the news or the refusal. */
export function given<Command, Event, State>(
  decider: Decider<Command, Event, State>,
): (past: readonly Event[], command: Command) => readonly Event[] | Refusal {
  return (past, command) => decider.decide(command, fold(decider, past));
}

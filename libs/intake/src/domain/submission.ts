import { type Decider, Refusal } from '#libs/kernel';
import type {
  RegistersTouched,
  SubmissionCompleted,
  SubmissionEvent,
  SubmissionStarted,
  SubmissionWithdrawn,
} from './submission-events.js';

/** A submission as its events tell it. */
export interface SubmissionState {
  started: SubmissionStarted['data'] | null;
  completed: SubmissionCompleted['data'] | null;
  withdrawn: Omit<SubmissionWithdrawn['data'], 'v'> | null;
  /** Attempts completed so far. */
  attempts: number;
}

export type SubmissionCommand =
  | { readonly do: 'start'; readonly data: Omit<SubmissionStarted['data'], 'v' | 'attempt'> }
  | { readonly do: 'touch'; readonly registers: readonly RegistersTouched['data']['registers'][] }
  | { readonly do: 'complete'; readonly data: Omit<SubmissionCompleted['data'], 'v' | 'attempt'> }
  | { readonly do: 'withdraw'; readonly data: Omit<SubmissionWithdrawn['data'], 'v'> };

const alreadyDone = new Refusal('already-recorded', 'This submission is recorded already; its first receipt stands.');

/** One delivery: started, completed, perhaps tried again for rows that could not be taken yet, perhaps withdrawn and sent again. */
export const submission: Decider<SubmissionCommand, SubmissionEvent, SubmissionState> = {
  initial: () => ({ started: null, completed: null, withdrawn: null, attempts: 0 }),
  decide(command, state) {
    switch (command.do) {
      case 'start':
        return start(command.data, state);
      case 'touch':
        return command.registers.map((registers) => ({
          type: 'RegistersTouched',
          data: { v: 1, attempt: state.started!.attempt, registers },
        }));
      case 'complete':
        return [{ type: 'SubmissionCompleted', data: { v: 1, attempt: state.started!.attempt, ...command.data } }];
      case 'withdraw':
        return withdraw(command.data, state);
    }
  },
  evolve(state, event) {
    if (event.type === 'SubmissionStarted') state.started = event.data;
    else if (event.type === 'SubmissionCompleted') {
      state.completed = event.data;
      state.withdrawn = null;
      state.attempts = event.data.attempt;
    } else if (event.type === 'SubmissionWithdrawn') state.withdrawn = event.data;
    return state;
  },
};

/** Whether a start was begun and not finished. */
export function isOpen(state: SubmissionState): boolean {
  return state.started !== null && state.started.attempt !== state.attempts;
}

function start(data: Omit<SubmissionStarted['data'], 'v' | 'attempt'>, state: SubmissionState): SubmissionEvent[] | Refusal {
  if (isOpen(state)) return []; // Begun before a crash: finish it.
  if (state.completed && !state.withdrawn && !state.completed.retryable) return alreadyDone;
  return [{ type: 'SubmissionStarted', data: { v: 1, attempt: state.attempts + 1, ...data } }];
}

function withdraw(data: Omit<SubmissionWithdrawn['data'], 'v'>, state: SubmissionState): SubmissionEvent[] | Refusal {
  if (!state.started)
    return new Refusal('no-such-submission', 'There is no such submission; look it up under the feed that it was sent to.');
  if (isOpen(state)) return new Refusal('not-completed', 'The submission is still being recorded; withdraw it when its receipt is there.');
  if (state.withdrawn) return new Refusal('already-withdrawn', `The submission was withdrawn already, by ${state.withdrawn.by}.`);
  return [{ type: 'SubmissionWithdrawn', data: { v: 1, ...data } }];
}

import { type Decider, Refusal } from '#libs/kernel';
import type {
  RegistersTouched,
  SubmissionCompleted,
  SubmissionEvent,
  SubmissionFailed,
  SubmissionReinstated,
  SubmissionStarted,
  SubmissionWithdrawn,
} from './submission-events.js';

/** A submission as its events tell it. */
export interface SubmissionState {
  started: SubmissionStarted['data'] | null;
  completed: SubmissionCompleted['data'] | null;
  /** Why the attempt under way cannot be finished. */
  failed: SubmissionFailed['data'] | null;
  withdrawn: Omit<SubmissionWithdrawn['data'], 'v'> | null;
  reinstated: Omit<SubmissionReinstated['data'], 'v'> | null;
  /** Attempts completed so far. */
  attempts: number;
}

export type SubmissionCommand =
  | { readonly do: 'start'; readonly data: Omit<SubmissionStarted['data'], 'v' | 'attempt'> }
  | { readonly do: 'touch'; readonly registers: readonly RegistersTouched['data']['registers'][] }
  | { readonly do: 'complete'; readonly data: Omit<SubmissionCompleted['data'], 'v' | 'attempt'> }
  | { readonly do: 'fail'; readonly data: Omit<SubmissionFailed['data'], 'v' | 'attempt'> }
  | { readonly do: 'withdraw'; readonly data: Omit<SubmissionWithdrawn['data'], 'v'> }
  | { readonly do: 'reinstate'; readonly data: Omit<SubmissionReinstated['data'], 'v'> };

const alreadyDone = new Refusal('already-recorded', 'This submission is recorded already; its first receipt stands.');
const noSuch = new Refusal('no-such-submission', 'There is no such submission; look it up under the feed that it was sent to.');

/** One delivery: started, completed or failed, perhaps tried again, perhaps withdrawn and reinstated. */
export const submission: Decider<SubmissionCommand, SubmissionEvent, SubmissionState> = {
  initial: () => ({ started: null, completed: null, failed: null, withdrawn: null, reinstated: null, attempts: 0 }),
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
      case 'fail':
        return [{ type: 'SubmissionFailed', data: { v: 1, attempt: state.started!.attempt, ...command.data } }];
      case 'withdraw':
        return withdraw(command.data, state);
      case 'reinstate':
        return reinstate(command.data, state);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'SubmissionStarted':
        return Object.assign(state, { started: event.data, failed: null });
      case 'SubmissionCompleted':
        return Object.assign(state, { completed: event.data, failed: null, withdrawn: null, attempts: event.data.attempt });
      case 'SubmissionFailed':
        return Object.assign(state, { failed: event.data });
      case 'SubmissionWithdrawn':
        return Object.assign(state, { withdrawn: event.data, reinstated: null });
      case 'SubmissionReinstated':
        return Object.assign(state, { withdrawn: null, reinstated: event.data });
      default:
        return state;
    }
  },
};

/** Whether an attempt was begun that is not completed; it may have failed. A retry goes on with the same attempt. */
export function isUnderWay({ started, attempts }: SubmissionState): boolean {
  return started !== null && started.attempt !== attempts;
}

/** Whether an attempt was begun and has come to no end: it is finished without anybody's asking. */
export function isOpen(state: SubmissionState): boolean {
  return isUnderWay(state) && state.failed === null;
}

/** The refusal of a delivery that was withdrawn: it counts again only when somebody says why. */
export function withdrawnRefusal({ by, at, why }: Omit<SubmissionWithdrawn['data'], 'v'>): Refusal {
  return new Refusal(
    'withdrawn',
    `This delivery was withdrawn by ${by} on ${at.slice(0, 10)} ("${why.slice(0, 200)}"); to count it again, reinstate it with a reason.`,
  );
}

function start(data: Omit<SubmissionStarted['data'], 'v' | 'attempt'>, state: SubmissionState): SubmissionEvent[] | Refusal {
  // Logs of before may hold a start after a withdrawal; that attempt is finished.
  if (state.withdrawn && !isOpen(state)) return withdrawnRefusal(state.withdrawn);
  if (isUnderWay(state)) return []; // Begun before a crash or a failure: finish it.
  if (state.completed && !state.completed.retryable) return alreadyDone;
  return [{ type: 'SubmissionStarted', data: { v: 1, attempt: state.attempts + 1, ...data } }];
}

function withdraw(data: Omit<SubmissionWithdrawn['data'], 'v'>, state: SubmissionState): SubmissionEvent[] | Refusal {
  if (!state.started) return noSuch;
  if (isOpen(state)) return new Refusal('not-completed', 'The submission is still being recorded; withdraw it when its receipt is there.');
  if (state.withdrawn) return new Refusal('already-withdrawn', `The submission was withdrawn already, by ${state.withdrawn.by}.`);
  return [{ type: 'SubmissionWithdrawn', data: { v: 1, ...data } }];
}

function reinstate(data: Omit<SubmissionReinstated['data'], 'v'>, state: SubmissionState): SubmissionEvent[] | Refusal {
  if (!state.started) return noSuch;
  if (!state.withdrawn) return new Refusal('not-withdrawn', 'The submission is not withdrawn; there is nothing to reinstate.');
  return [{ type: 'SubmissionReinstated', data: { v: 1, ...data } }];
}

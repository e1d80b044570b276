import { type Decider, Refusal } from '#libs/kernel';
import type { Area, Target } from '#libs/catalogue';
import type { BreachEvent, Judgement, Trigger } from '#libs/assessment';
import type { AlertDue, AlertEvent } from './types.js';

type Confirmed = Extract<BreachEvent, { type: 'BreachConfirmed' }>['data'];

/** What a recipient is told of a confirmed breach: everything needed to act without looking anything up. */
export interface Story {
  readonly sentence: string;
  readonly department: string;
  readonly element: { readonly code: string; readonly kind: string; readonly indicator: string; readonly indicatorName: string };
  readonly area: { readonly code: string; readonly name: string };
  readonly region: { readonly code: string; readonly name: string };
  readonly judgement: Judgement;
  readonly trigger: Trigger;
  readonly confirmedBy: Confirmed['by'];
  /** The release date of the submission that set it off; null when it was not a submission. */
  readonly released: string | null;
}

/** A breach was confirmed: tell this recipient, if they have not been told. */
export interface TellConfirmed {
  readonly alert: string;
  readonly breach: Confirmed;
  readonly recipient: Pick<Area, 'code' | 'name'>;
  readonly area: Pick<Area, 'code' | 'name'>;
  readonly target: Target | undefined;
  readonly indicatorName: string | undefined;
  readonly released: string | null;
  readonly dueAt: string;
}

/** A person has an alert tried again that failed for good. */
export interface RetryFailed {
  readonly do: 'retry';
  readonly by: string;
  readonly at: string;
}

/** Where one alert stands: not yet due, due, sent, failed for good, or dropped because its breach had ended. */
export interface AlertState {
  readonly state: 'none' | 'due' | 'sent' | 'failed' | 'dropped';
  readonly episode: string;
  readonly attempts: number;
  /** When the last attempt failed; null before one has. */
  readonly failedAt: string | null;
}

/** The words of the version that was judged. */
function wordsOf({ target, breach }: TellConfirmed): Pick<Story, 'sentence' | 'department'> & { kind: string } {
  const { judgement } = breach;
  const version = target?.versions.find(({ version }) => version === judgement.targetVersion) ?? target?.versions.at(-1);
  if (version === undefined) return { sentence: `Target ${judgement.target}`, department: '', kind: 'unknown' };
  const kind = version.elements.find(({ code }) => code === judgement.element)?.kind ?? 'unknown';
  return { sentence: version.sentence, department: version.department, kind };
}

function storyOf(command: TellConfirmed): Story {
  const { breach, area, recipient, indicatorName, released } = command;
  const { judgement, trigger } = breach;
  const { sentence, department, kind } = wordsOf(command);
  return {
    sentence,
    department,
    element: { code: judgement.element, kind, indicator: judgement.indicator, indicatorName: indicatorName ?? judgement.indicator },
    area: { code: area.code, name: area.name },
    region: { code: recipient.code, name: recipient.name },
    judgement,
    trigger,
    confirmedBy: breach.by,
    released,
  };
}

function dueFor(command: TellConfirmed): AlertDue {
  const { breach, area, recipient } = command;
  const { target, element } = breach.judgement;
  return {
    type: 'AlertDue',
    data: {
      v: 1,
      alert: command.alert,
      episode: breach.episode,
      step: 'confirmed',
      recipient: recipient.code,
      breach: { target, element, area: area.code, areaName: area.name, region: recipient.code, regionName: recipient.name },
      story: { ...storyOf(command) },
      dueAt: command.dueAt,
    },
  };
}

function retry({ by, at }: RetryFailed, { state, episode }: AlertState): AlertEvent[] | Refusal {
  if (state === 'failed') return [{ type: 'AlertRetried', data: { v: 1, episode, by, at } }];
  return new Refusal('alert-not-failed', `This alert is ${state}; only one that failed for good can be retried.`);
}

/** One alert to one recipient about one step: due once, then attempted until it is sent or cannot be. */
export const alertDue: Decider<TellConfirmed | RetryFailed, AlertEvent, AlertState> = {
  initial: () => ({ state: 'none', episode: '', attempts: 0, failedAt: null }),
  decide(command, state) {
    if ('do' in command) return retry(command, state);
    // Dropped for a breach that has come back: nobody was told of it, so it is due again.
    return state.state === 'none' || state.state === 'dropped' ? [dueFor(command)] : [];
  },
  evolve(state, event) {
    if (event.type === 'AlertDue') return { state: 'due', episode: event.data.episode, attempts: 0, failedAt: null };
    if (event.type === 'AlertRetried') return { ...state, state: 'due', attempts: 0, failedAt: null };
    if (event.type === 'AlertSent') return { ...state, state: 'sent' };
    if (event.type === 'AlertDropped') return { ...state, state: 'dropped' };
    const { attempt, at, retryable } = event.data;
    return { ...state, state: state.state === 'sent' || retryable ? state.state : 'failed', attempts: attempt, failedAt: at };
  },
};

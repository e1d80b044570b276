import type { AlertDropped, AlertDue, AlertFailed, AlertRetried, AlertSent } from '#libs/alerting';
import type { BreachEvent, BreachState, BreachStep, Certainty } from '#libs/assessment';
import type { StoredEvent } from '#libs/event-store';

/** One thing that happened in an episode, with the numbers it happened on. */
export interface StoryStep {
  readonly step: BreachState | 'relapsed';
  /** When the log took it. */
  readonly at: string;
  readonly position: string;
  /** The date of what set it off, and the submission, when it was one. */
  readonly date: string;
  readonly submission: string | null;
  readonly period: string;
  readonly value: number | null;
  readonly line: number | null;
  readonly distance: number | null;
  readonly certainty: Certainty;
  readonly cause: string;
  /** For a confirmation: by which rule. */
  readonly by: string | null;
}

/** What one recipient was told of the episode. */
export interface StoryAlert {
  readonly alert: string;
  readonly step: string;
  readonly recipient: string;
  readonly state: 'due' | 'sent' | 'failed' | 'dropped';
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
}

/** An episode and its alerts as one story. */
export interface BreachStory {
  readonly id: string;
  readonly target: string;
  readonly element: string;
  readonly theme: string;
  readonly indicator: string;
  readonly area: string;
  readonly region: string | null;
  /** The district that the area is or lies in. */
  readonly lsp: string | null;
  readonly state: BreachState;
  /** The first and the latest period of the episode. */
  readonly firstPeriod: string;
  readonly firstPeriodStart: string;
  readonly lastPeriod: string;
  readonly lastPeriodEnd: string;
  readonly openedAt: string;
  readonly confirmedAt: string | null;
  readonly clearedAt: string | null;
  readonly withdrawnAt: string | null;
  readonly steps: readonly StoryStep[];
  readonly alerts: readonly StoryAlert[];
  readonly position: string;
  /** The version of each stream that this was made from. */
  readonly versions: Readonly<Record<string, number>>;
}

/** Where an area lies. */
export interface Place {
  readonly region: string | null;
  readonly lsp: string | null;
}

const STEPS: Readonly<Record<BreachEvent['type'], { step: StoryStep['step']; state: BreachState }>> = {
  BreachSuspected: { step: 'suspected', state: 'suspected' },
  BreachConfirmed: { step: 'confirmed', state: 'confirmed' },
  BreachRecovering: { step: 'recovering', state: 'recovering' },
  BreachRelapsed: { step: 'relapsed', state: 'confirmed' },
  BreachCleared: { step: 'cleared', state: 'cleared' },
  BreachWithdrawn: { step: 'withdrawn', state: 'withdrawn' },
  BreachSuperseded: { step: 'superseded', state: 'superseded' },
};

/** Steps upon a period in which the line was missed: the period that ended a breach is none of its own. */
const MISSED: ReadonlySet<StoryStep['step']> = new Set(['suspected', 'confirmed', 'relapsed'] as const);

/** Whether the story holds the event already: what comes twice is told once. */
function isTold(story: BreachStory | undefined, { stream, version }: StoredEvent): boolean {
  return (story?.versions[stream] ?? 0) >= version;
}

function opened(step: BreachStep, event: StoredEvent, place: Place): BreachStory {
  const { target, element, theme, indicator, area, period, periodStart, periodEnd } = step.judgement;
  return {
    ...{ id: step.episode, target, element, theme, indicator, area, ...place, state: 'suspected' },
    ...{ firstPeriod: period, firstPeriodStart: periodStart, lastPeriod: period, lastPeriodEnd: periodEnd },
    ...{ openedAt: event.recordedAt, confirmedAt: null, clearedAt: null, withdrawnAt: null },
    ...{ steps: [], alerts: [], position: event.position, versions: {} },
  };
}

function stepOf(data: BreachStep & { by?: string }, event: StoredEvent, step: StoryStep['step']): StoryStep {
  const { period, value, floor, expected, distance, certainty, cause } = data.judgement;
  const { date, submission } = data.trigger;
  const line = floor ?? expected;
  return {
    step,
    at: event.recordedAt,
    position: event.position,
    date,
    submission,
    period,
    value,
    line,
    distance,
    certainty,
    cause,
    by: data.by ?? null,
  };
}

/** A relapse takes an episode back to where it was: what was only suspected is no more than that. */
function movedBy(type: BreachEvent['type'], { confirmedAt }: BreachStory): { step: StoryStep['step']; state: BreachState } {
  return type === 'BreachRelapsed' && confirmedAt === null ? { step: 'relapsed', state: 'suspected' } : STEPS[type];
}

type Moments = Pick<BreachStory, 'confirmedAt' | 'clearedAt' | 'withdrawnAt'>;

/** When the episode took its turns. Where its end is taken back it goes on: it has ended no more, and is confirmed anew. */
function momentsOf(step: StoryStep['step'], { confirmedAt, clearedAt, withdrawnAt }: Moments, at: string): Moments {
  if (step === 'suspected') return { confirmedAt: null, clearedAt: null, withdrawnAt: null };
  if (step === 'confirmed') return { confirmedAt: at, clearedAt: null, withdrawnAt: null };
  if (step === 'cleared') return { confirmedAt, clearedAt: at, withdrawnAt };
  return { confirmedAt, clearedAt, withdrawnAt: step === 'withdrawn' ? at : withdrawnAt };
}

/** The story after a breach event; the same story when it was told already. */
export function breachStory(before: BreachStory | undefined, event: StoredEvent<BreachStep>, place: Place): BreachStory {
  if (before !== undefined && isTold(before, event)) return before;
  const story = before ?? opened(event.data, event, place);
  const { step, state } = movedBy(event.type as BreachEvent['type'], story);
  const { period, periodEnd } = event.data.judgement;
  return {
    ...story,
    ...(MISSED.has(step) && periodEnd > story.lastPeriodEnd ? { lastPeriod: period, lastPeriodEnd: periodEnd } : {}),
    state,
    ...momentsOf(step, story, event.recordedAt),
    steps: [...story.steps, stepOf(event.data, event, step)],
    position: event.position,
    versions: { ...story.versions, [event.stream]: event.version },
  };
}

type AlertData = AlertDropped['data'] | AlertDue['data'] | AlertSent['data'] | AlertFailed['data'] | AlertRetried['data'];

function told(before: StoryAlert | undefined, { type, data }: StoredEvent<AlertData>): StoryAlert {
  if (type === 'AlertDue') {
    const { alert, step, recipient, dueAt } = data as AlertDue['data'];
    return { alert, step, recipient, state: 'due', dueAt, sentAt: null, attempts: 0 };
  }
  if (before === undefined) throw new Error('An alert was sent before it was due.');
  if (type === 'AlertSent') return { ...before, state: 'sent', sentAt: (data as AlertSent['data']).at };
  if (type === 'AlertDropped') return { ...before, state: 'dropped' };
  if (type === 'AlertRetried') return { ...before, state: 'due', attempts: 0 };
  const { retryable, attempt } = data as AlertFailed['data'];
  return { ...before, state: retryable ? before.state : 'failed', attempts: attempt };
}

/** The story after an event of one of its alerts' streams; the same story when it was told already. */
export function withAlert(story: BreachStory, event: StoredEvent<AlertData>): BreachStory {
  if (isTold(story, event)) return story;
  const at = story.alerts.findIndex(({ step, recipient }) => event.stream === `alert-${story.id}-${step}-${recipient}`);
  const after = told(story.alerts[at], event);
  const alerts = at < 0 ? [...story.alerts, after] : story.alerts.with(at, after);
  return { ...story, alerts, position: event.position, versions: { ...story.versions, [event.stream]: event.version } };
}

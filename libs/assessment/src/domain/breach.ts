import type { Decider } from '#libs/kernel';
import { bearsOut, confirmedBy, endsLater, type Ground, isJudged, leavingBy } from './breach-lines.js';
import { type Behind, mayOpen, mayWorsen } from './opening.js';
import { type End, isResumed, isSamePeriod } from './resuming.js';
import type { Superseded } from './superseding.js';
import type { BreachEvent, BreachState, BreachStep, Judgement, Trigger } from './types.js';

/** An element has been judged for an area. */
export interface JudgementMade {
  /**
   * Of the element in the area as best known now, earlier first, those of no judgement too: at least the latest that is
   * judged, the judged one before it that it does not overlap, and from the episode's opening period (named, even if nothing is
   * known) on; where the latest is a breach, from that of the episode that ended last.
   */
  readonly judgements: readonly Judgement[];
  /** How far beyond the line a final figure without limits must lie; null where the element states no margin. */
  readonly margin: number | null;
  /** What stands behind the figure of the latest judged period. */
  readonly behind: Behind;
  readonly trigger: Trigger;
  /** A backfill opens nothing and makes nothing worse; it may take back or close. */
  readonly backfill: boolean;
  /** A withdrawal was undone: an episode that went with it goes on. */
  readonly reinstates?: boolean;
  /** Why an episode of the area cannot go on and none opens; null where the element judges it as before. */
  readonly superseded: Superseded | null;
  /** The id of the episode, should this open a new one. */
  readonly episode: string;
}

/** What is remembered of an element's breaches in an area. */
export interface Breach {
  state: BreachState | 'none';
  episode: string;
  /** Whether this episode was ever confirmed. */
  confirmed: boolean;
  /** The judgement that opened it. */
  opened: Judgement | null;
  /** How the last one ended; null while none has, or it goes on. */
  end: End | null;
  /** Ids of the triggers seen, and the position of the last. */
  readonly triggers: Set<string>;
  position: string;
}

/** Whether an episode is going on. */
export const isOpen = ({ state }: Pick<Breach, 'state'>): boolean =>
  state === 'suspected' || state === 'confirmed' || state === 'recovering';

/** Opens, moves and closes the episodes of one element in one area. Only the latest judged period opens or moves one. */
export const breach: Decider<JudgementMade, BreachEvent, Breach> = {
  initial: () => ({ state: 'none', episode: '', confirmed: false, opened: null, end: null, triggers: new Set(), position: '' }),
  decide(command, state) {
    const { trigger } = command;
    // The same trigger twice, or one from before what the stream has seen (a rebuild), has nothing new to say.
    if (state.triggers.has(trigger.event) || trigger.position < state.position) return [];
    if (command.superseded) return supersede(command, command.superseded, state);
    return move(command, state);
  },
  evolve(state, { type, data }) {
    state.triggers.add(data.trigger.event);
    if (data.trigger.position > state.position) state.position = data.trigger.position;
    if (state.episode !== data.episode) Object.assign(state, { episode: data.episode, confirmed: false, opened: data.judgement });
    if (type === 'BreachConfirmed') state.confirmed = true;
    // It goes on under its id on other figures than those that were withdrawn: it is to be confirmed again.
    if (type === 'BreachSuspected') state.confirmed = false;
    const after = type === 'BreachRelapsed' ? (state.confirmed ? 'confirmed' : 'suspected') : AFTER[type];
    state.end = isEnd(after) ? { as: after, by: data.judgement } : null;
    return Object.assign(state, { state: after });
  },
};

const isEnd = (state: BreachState): state is End['as'] => state === 'cleared' || state === 'withdrawn' || state === 'superseded';

const AFTER = {
  BreachSuspected: 'suspected',
  BreachConfirmed: 'confirmed',
  BreachRecovering: 'recovering',
  BreachCleared: 'cleared',
  BreachWithdrawn: 'withdrawn',
  BreachSuperseded: 'superseded',
} as const;

function move(command: JudgementMade, state: Breach): BreachEvent[] {
  const latest = command.judgements.findLast(isJudged);
  if (latest?.outcome === 'breach') return command.backfill ? [] : enter(command, latest, state);
  return isOpen(state) ? leave(command, latest, state) : [];
}

/** Ends the episode without a word on the figures. Where only the indicator changed, another may open at once. */
function supersede(command: JudgementMade, { reason, successor }: Superseded, state: Breach): BreachEvent[] {
  const data = { reason, ...(successor === undefined ? {} : { successor }) };
  const ended: BreachEvent[] = isOpen(state)
    ? [{ type: 'BreachSuperseded', data: { ...stepOf(command, state.opened!, state.episode), ...data } }]
    : [];
  return reason === 'target-changed' ? [...ended, ...move(command, { ...state, state: 'superseded', end: null })] : ended;
}

function enter(command: JudgementMade, latest: Judgement, state: Breach): BreachEvent[] {
  if (!isOpen(state)) return open(command, latest, state);
  if (!mayWorsen(command.behind)) return [];
  const data = stepOf(command, latest, state.episode);
  const by = state.confirmed ? null : confirmedBy(latest, command.judgements, command.margin);
  if (by) return [{ type: 'BreachConfirmed', data: { ...data, by } }];
  return state.state === 'recovering' ? [{ type: 'BreachRelapsed', data }] : [];
}

/** Opens a new episode, or has the last one go on. */
function open(command: JudgementMade, latest: Judgement, state: Breach): BreachEvent[] {
  const { judgements, margin } = command;
  const isNews = mayOpen(command.behind);
  const goesOn = resumes(command, latest, { ...state, isNews });
  if (!goesOn && !isNews) return [];
  const episode = goesOn ? state.episode : command.episode;
  const mayConfirm = state.confirmed || mayWorsen(command.behind);
  const now = mayConfirm ? groundIn(judgements, latest, margin) : null;
  const confirming = now ?? (goesOn && state.confirmed ? lastGround(state.opened!, command) : null);
  return confirming
    ? [{ type: 'BreachConfirmed', data: { ...stepOf(command, confirming.judgement, episode), by: confirming.by } }]
    : [{ type: 'BreachSuspected', data: stepOf(command, latest, episode) }];
}

function resumes(
  { judgements, reinstates }: JudgementMade,
  latest: Judgement,
  { end, opened, isNews }: Breach & { readonly isNews: boolean },
): boolean {
  if (!end || !opened) return false;
  return (reinstates === true && end.as === 'withdrawn') || isResumed(latest, { end, opened, judgements, isNews });
}

/** The latest period since the opening that confirms the episode as best known now: by it an episode that was confirmed stays so. */
function lastGround(opened: Judgement, { judgements, margin }: JudgementMade): Confirming | null {
  const since = judgements.filter((j) => j.outcome === 'breach' && !endsLater(opened, j));
  return since.toReversed().reduce<Confirming | null>((found, j) => found ?? groundIn(judgements, j, margin), null);
}

interface Confirming {
  readonly judgement: Judgement;
  readonly by: Ground;
}

function groundIn(judgements: readonly Judgement[], judgement: Judgement, margin: number | null): Confirming | null {
  const by = confirmedBy(judgement, judgements, margin);
  return by && { judgement, by };
}

function leave(command: JudgementMade, latest: Judgement | undefined, state: Breach): BreachEvent[] {
  const opened = state.opened!;
  const since = command.judgements.filter((j) => !endsLater(opened as Judgement, j));
  // Without one period that bears it out, as best known now, it was a mistake of the figures: never shown as resolved.
  if (!since.some(bearsOut)) {
    const asKnownNow = since.find((j) => isSamePeriod(j, opened));
    return [
      {
        type: 'BreachWithdrawn',
        data: stepOf(command, asKnownNow ?? latest ?? { ...opened, outcome: 'not-judged', reason: 'missing' }, state.episode),
      },
    ];
  }
  if (!latest || !endsLater(latest, opened)) return [];
  const between = since.filter((j) => isJudged(j) && endsLater(j, opened) && endsLater(latest, j));
  const leaving = leavingBy(latest, between, command.margin);
  const data = stepOf(command, latest, state.episode);
  if (leaving === 'cleared') return [{ type: 'BreachCleared', data }];
  return leaving === 'recovering' && state.state !== 'recovering' ? [{ type: 'BreachRecovering', data }] : [];
}

function stepOf({ trigger }: JudgementMade, judgement: Judgement, episode: string): BreachStep {
  return { v: 1, episode, judgement, trigger };
}

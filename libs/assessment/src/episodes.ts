import { type Append, type EventStore, WrongVersion } from '#libs/event-store';
import { areaPrefix, fold, interval, type Period, periodKey } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import { breach, type Breach, isOpen } from './domain/breach.js';
import { isJudged } from './domain/breach-lines.js';
import { causeOf } from './domain/cause.js';
import { type BreachEvent, breachStream, type Judgement } from './domain/types.js';
import type { Cell, ElementCells } from './element-cells.js';
import { episodeId, stepId } from './ids.js';
import { type JudgementPage, JUDGEMENTS, judgementsId } from './pages.js';
import type { Task } from './task.js';

const TRIES_MAX = 5;

/** Opens, moves and closes breach episodes in the log. */
export class Episodes {
  constructor(
    private readonly store: EventStore,
    private readonly faults: FaultPoints,
  ) {}

  /** Decides for every affected area of an element; another writer's race is decided again from a fresh read. */
  async move(cells: ElementCells, task: Task): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const appends = await this.decide(cells, task);
      if (appends.length === 0) return;
      this.faults.hit('judge');
      try {
        await this.store.appendMany(appends);
        return;
      } catch (error) {
        if (!(error instanceof WrongVersion) || tries === TRIES_MAX) throw error;
      }
    }
  }

  private async decide(cells: ElementCells, task: Task): Promise<Append[]> {
    const { affected, target, code } = cells.scope;
    const streams = affected.map((area) => breachStream(target.code, code, area));
    const pasts = await this.store.readMany(streams.map((stream) => ({ stream })));
    const appends: Append[] = [];
    for (const [i, area] of affected.entries()) {
      const [stream, past] = [streams[i]!, pasts[i]!];
      const state = fold(breach, past as unknown as readonly BreachEvent[]); // The log holds what this decider made.
      const decided = this.decideArea(cells, task, { area, stream, state });
      if (decided.length === 0) continue;
      const events = [];
      for (const { type, data } of decided) {
        const judgement = await withCause(data.judgement, cells, area, task);
        events.push({ id: stepId(stream, task.trigger.event, type), type, data: { ...data, judgement } });
      }
      appends.push({ stream, expected: past.at(-1)?.version ?? 0, events });
    }
    return appends;
  }

  private decideArea(cells: ElementCells, task: Task, of: { area: string; stream: string; state: Breach }): readonly BreachEvent[] {
    const { area, stream, state } = of;
    const judgements = judgementsOf(cells, area, isOpen(state) ? state.opened : null);
    const latest = judgements.findLast(({ judgement }) => isJudged(judgement));
    const margin = (latest && cells.judged(latest.period)?.definition.element.margin) ?? 0;
    const decided = breach.decide(
      {
        judgements: judgements.map(({ judgement }) => judgement),
        margin,
        trigger: task.trigger,
        backfill: task.backfill,
        episode: task.reinstates && state.state === 'withdrawn' ? state.episode : episodeId(stream, task.trigger.event),
      },
      state,
    );
    return decided as readonly BreachEvent[]; // It refuses nothing.
  }
}

/** The latest judged cell, back to the one that ends where it starts and to the episode's opening, the earlier first. */
function judgementsOf(cells: ElementCells, area: string, opened: Judgement | null): Cell[] {
  const found: Cell[] = [];
  let back: string | null = null;
  for (const period of cells.periodsOf(area).toReversed()) {
    const cell = cells.at(area, period)!;
    if (back !== null && cell.judgement.periodEnd < back) break;
    found.unshift(cell);
    if (back === null && isJudged(cell.judgement)) back = earlier(cell.judgement.periodStart, opened?.periodEnd);
  }
  if (!opened || found.some(({ judgement }) => samePeriod(judgement, opened))) return found;
  // Of its opening period nothing may be stated any more: that is news too.
  const openedNow = cells.at(area, periodOf(opened));
  return openedNow ? [openedNow, ...found].sort((a, b) => (a.judgement.periodEnd < b.judgement.periodEnd ? -1 : 1)) : found;
}

const earlier = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);
const samePeriod = (a: Judgement, b: Judgement): boolean => a.periodStart === b.periodStart && a.periodEnd === b.periodEnd;

/** The period of a judgement in the log, which keeps its two ends. */
function periodOf({ periodStart, periodEnd }: Judgement): Period {
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return interval(periodStart, months(periodEnd) - months(periodStart));
}

/** Why the judgement is not what the page still shows; where it is, why it became so. */
async function withCause(judgement: Judgement, cells: ElementCells, area: string, task: Task): Promise<Judgement> {
  const { target, element } = judgement;
  const period = cells.periodsOf(area).find((p) => cells.at(area, p)!.judgement === judgement) ?? periodOf(judgement);
  const page = await task.documents.get<JudgementPage>(JUDGEMENTS.name, judgementsId(target, element, periodKey(period), areaPrefix(area)));
  return { ...judgement, cause: causeOf(page?.areas[area], judgement, task.occasion) };
}

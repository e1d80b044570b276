import { byRule, canNeverSucceed } from '#libs/event-feed';
import { type Append, BEGINNING, type EventStore, onConflictRetry, type Position, type StoredEvent } from '#libs/event-store';
import { areaPrefix, fold, isAreaCode, periodKey } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import { breach, type Breach, isOpen } from './domain/breach.js';
import { isJudged } from './domain/breach-lines.js';
import { causeOf } from './domain/cause.js';
import type { Scope } from './domain/scope.js';
import type { Standing, Superseded } from './domain/superseding.js';
import { type BreachEvent, type BreachStep, breachStream, type Judgement } from './domain/types.js';
import { behindOf, NOTHING_BEHIND } from './behind.js';
import type { ElementCells } from './element-cells.js';
import { judgementsOf, periodOf } from './episode-judgements.js';
import { episodeId, stepId } from './ids.js';
import { type JudgementPage, JUDGEMENTS, judgementsId } from './pages.js';
import type { Task } from './task.js';

const PAGE = 1_000;

/** Opens, moves and closes breach episodes in the log. */
export class Episodes {
  /** By breach stream, the position of the last trigger that moved it. */
  private readonly moved = new Map<string, Position>();

  constructor(
    private readonly store: EventStore,
    private readonly faults: FaultPoints,
  ) {}

  /** Learns which streams there are, so that a replay of the log need not read those that have nothing to say. */
  async reset(): Promise<void> {
    this.moved.clear();
    for (let at = BEGINNING; ;) {
      const events = await this.store.readAll(at, PAGE, ['breach']);
      for (const { stream, data } of events) this.note(stream, (data as BreachStep).trigger.position);
      if (events.length < PAGE) return;
      at = events.at(-1)!.position;
    }
  }

  /** Decides for every affected area of an element; another writer's race is decided again from a fresh read. */
  async move(cells: ElementCells, standing: Standing, task: Task): Promise<void> {
    await onConflictRetry(async (attempt) => {
      const appends = await this.decide(cells, standing, task, attempt > 1);
      if (appends.length === 0) return;
      this.faults.hit('judge');
      await this.store.appendMany(appends);
      for (const { stream } of appends) this.note(stream, task.trigger.position);
    });
  }

  private note(stream: string, position: Position): void {
    if (position > (this.moved.get(stream) ?? BEGINNING)) this.moved.set(stream, position);
  }

  /**
   * A stream that has moved at a later event has seen this one: it is left alone. A stream that never moved is empty, unless
   * another writer was quicker: then the append fails, and everything is read.
   */
  private async pastsOf(streams: readonly string[], task: Task, all: boolean): Promise<Map<string, readonly StoredEvent[]>> {
    const open = streams.filter((stream) => all || (this.moved.get(stream) ?? BEGINNING) <= task.trigger.position);
    const toRead = all ? open : open.filter((stream) => this.moved.has(stream));
    const pasts = toRead.length > 0 ? await this.store.readMany(toRead.map((stream) => ({ stream }))) : [];
    return new Map<string, readonly StoredEvent[]>([
      ...open.map((stream) => [stream, []] as const),
      ...toRead.map((stream, i) => [stream, pasts[i]!] as const),
    ]);
  }

  private async decide(cells: ElementCells, standing: Standing, task: Task, readAll: boolean): Promise<Append[]> {
    const { target, code } = cells.scope;
    const areas = await this.areasOf(cells.scope, standing);
    const streams = areas.map((area) => breachStream(target.code, code, area));
    const pasts = await this.pastsOf(streams, task, readAll);
    const appends: Append[] = [];
    for (const [i, area] of areas.entries()) {
      const stream = streams[i]!;
      const past = pasts.get(stream);
      if (!past) continue;
      const decided = await this.decideOrFail(cells, task, { area, stream, past, standing });
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

  /** Those that may be judged anew; where areas may have left the element, all that ever had an episode of it too. */
  private async areasOf({ affected, whole, target, code }: Scope, standing: Standing): Promise<readonly string[]> {
    const prefix = breachStream(target.code, code, '');
    if (!whole) {
      // Figures of any area may have come past the end of another, of which nothing is said any more.
      const gone = standing.gone().filter((area) => this.moved.has(prefix + area));
      return gone.length === 0 ? affected : [...new Set([...affected, ...gone])];
    }
    const named = (await this.store.streams(prefix)).map((stream) => stream.slice(prefix.length));
    return [...new Set([...affected, ...named.filter(isAreaCode).sort()])];
  }

  /** An area of which a rule throws is parked; nothing is decided for it. */
  private async decideOrFail(
    cells: ElementCells,
    task: Task,
    of: { area: string; stream: string; past: readonly StoredEvent[]; standing: Standing },
  ) {
    const { area, stream, past, standing } = of;
    try {
      const state = fold(breach, past as unknown as readonly BreachEvent[]); // The log holds what this decider made.
      const superseded = standing.supersededBy(area, isOpen(state) ? state.opened?.indicator : undefined);
      const decided = await this.decideArea(cells, task, { area, stream, state, superseded });
      return cells.errorOf(area) === undefined ? decided : [];
    } catch (error) {
      if (!canNeverSucceed(error)) throw error;
      cells.fail(area, error);
      return [];
    }
  }

  private async decideArea(
    cells: ElementCells,
    task: Task,
    of: { area: string; stream: string; state: Breach; superseded: Superseded | null },
  ): Promise<readonly BreachEvent[]> {
    const { area, stream, state, superseded } = of;
    const judgements = judgementsOf(cells, area, state, task.cut.catalogue);
    const latest = judgements.findLast(({ judgement }) => isJudged(judgement));
    const margin = (latest && cells.judged(latest.period)?.definition.element.margin) ?? null;
    const since = task.retry?.since ?? cells.scope.missed?.get(area);
    const behind = latest?.judgement.outcome === 'breach' ? await behindOf(latest, task, since) : NOTHING_BEHIND;
    const decided = byRule(() =>
      breach.decide(
        {
          judgements: judgements.map(({ judgement }) => judgement),
          margin,
          behind,
          trigger: task.trigger,
          backfill: task.backfill && !(since !== undefined && behind.backing === 'touched'),
          superseded,
          reinstates: task.reinstates,
          episode: episodeId(stream, task.trigger.event),
        },
        state,
      ),
    );
    return decided as readonly BreachEvent[]; // It refuses nothing.
  }
}

/** Why the judgement is not what the page still shows; where it is, why it became so. */
async function withCause(judgement: Judgement, cells: ElementCells, area: string, task: Task): Promise<Judgement> {
  const { target, element } = judgement;
  const period = cells.periodsOf(area).find((p) => cells.at(area, p)!.judgement === judgement) ?? periodOf(judgement, task.cut.catalogue);
  const page = await task.documents.get<JudgementPage>(JUDGEMENTS.name, judgementsId(target, element, periodKey(period), areaPrefix(area)));
  return { ...judgement, cause: causeOf(page?.areas[area], judgement, task.occasion) };
}

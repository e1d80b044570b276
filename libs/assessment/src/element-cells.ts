import { endOf, type Period, periodKey } from '#libs/kernel';
import { Baselines, type Frozen } from './baselines.js';
import { definitionFor, type JudgedPeriod, judgedPeriod } from './domain/element-periods.js';
import { type Evidence, judge } from './domain/judge.js';
import type { Scope } from './domain/scope.js';
import type { Judgement } from './domain/types.js';
import { ElementFigures, type LogCut } from './element-figures.js';
import type { Task } from './task.js';

/** A judgement and its period. */
export interface Cell {
  readonly period: Period;
  readonly judgement: Judgement;
}

/** By area, why it cannot be judged. */
export type Errors = ReadonlyMap<string, unknown>;

/** The judgements of one element at one cut, each worked out once, when it is asked for. */
export class ElementCells {
  private readonly cells = new Map<string, Map<JudgedPeriod, Cell>>();
  private readonly periods = new Map<string, readonly Period[]>();
  /** One object a period, for all areas: what is known of a period is worked out once. */
  private readonly byKey = new Map<string, JudgedPeriod | null>();
  private readonly byPeriod = new Map<Period, JudgedPeriod | null>();
  private readonly failed = new Map<string, unknown>();
  private readonly membersByDate = new Map<string, readonly string[]>();
  private readonly memberSets = new Map<readonly string[], ReadonlySet<string>>();

  private constructor(
    readonly scope: Scope,
    private readonly cut: LogCut,
    private readonly date: string,
    private readonly figures: ElementFigures,
    readonly baselines: Baselines,
    private readonly unreadable: Errors,
  ) {}

  /** Reads what the element is judged on, and freezes its baselines, whether or not there is something to judge yet; `unreadable` areas are left out. */
  static async load(
    scope: Scope,
    { cut, trigger }: Pick<Task, 'cut' | 'trigger'>,
    frozen: Frozen,
    unreadable: Errors = new Map(),
  ): Promise<ElementCells> {
    const affected = scope.affected.filter((area) => !unreadable.has(area));
    const figures = await ElementFigures.load({ ...scope, affected }, cut);
    const baselines = new Baselines(figures, frozen);
    for (const definition of scope.definitions) {
      if (definition.element) for (const area of affected) baselines.valueOf(area, definition);
    }
    return new ElementCells(scope, cut, trigger.date, figures, baselines, unreadable);
  }

  /** Why the area cannot be judged, as far as it was asked for; undefined where it can. */
  errorOf(area: string): unknown {
    return this.unreadable.get(area) ?? this.failed.get(area);
  }

  /** A rule has thrown over the area. */
  fail(area: string, error: unknown): void {
    this.failed.set(area, error);
  }

  /** The judged periods of which anything is stated for the area, the earlier first. */
  periodsOf(area: string): readonly Period[] {
    const known = this.periods.get(area);
    if (known) return known;
    const found = new Set<JudgedPeriod>();
    for (const { indicator, key, known: stated } of this.figures.statedOf(area)) {
      const judged = this.judgedAt(key, stated.period);
      if (judged?.definition.element.indicator === indicator && this.isMember(area, judged)) found.add(judged);
    }
    const inOrder = [...found].sort(byEnd).map(({ period }) => period);
    this.periods.set(area, inOrder);
    return inOrder;
  }

  /** The period as the element judges it; null when it does not. */
  judged(period: Period): JudgedPeriod | null {
    let judged = this.byPeriod.get(period);
    if (judged === undefined) this.byPeriod.set(period, (judged = this.judgedAt(periodKey(period), period)));
    return judged;
  }

  /** What the element says; null when it does not judge the period. The cause is left open. */
  at(area: string, period: Period): Cell | null {
    const judged = this.judged(period);
    if (!judged) return null;
    let cells = this.cells.get(area);
    if (!cells) this.cells.set(area, (cells = new Map<JudgedPeriod, Cell>()));
    let cell = cells.get(judged);
    if (!cell) cells.set(judged, (cell = { period: judged.period, judgement: this.judge(area, judged) }));
    return cell;
  }

  /** The areas that are judged in the period; null where it is not judged. */
  membersIn(period: Period): readonly string[] | null {
    const judged = this.judged(period);
    return judged && this.members(judged);
  }

  private members({ definition, period }: JudgedPeriod): readonly string[] {
    const key = `${this.scope.definitions.indexOf(definition)} ${period.start}`;
    let members = this.membersByDate.get(key);
    if (!members) this.membersByDate.set(key, (members = this.scope.members.on(definition, period.start)));
    return members;
  }

  private isMember(area: string, judged: JudgedPeriod): boolean {
    const members = this.members(judged);
    let set = this.memberSets.get(members);
    if (!set) this.memberSets.set(members, (set = new Set(members)));
    return set.has(area);
  }

  private judgedAt(key: string, period: Period): JudgedPeriod | null {
    let judged = this.byKey.get(key);
    if (judged === undefined) {
      const definition = definitionFor(this.scope.definitions, period);
      this.byKey.set(key, (judged = definition ? judgedPeriod(definition, period) : null));
    }
    return judged;
  }

  /** A rule that throws parks its own area and period: they are not judged, `input-parked`, and all others are. */
  private judge(area: string, at: JudgedPeriod): Judgement {
    if (!this.unreadable.has(area)) {
      try {
        return judge(this.evidenceOf(area, at));
      } catch (error) {
        this.fail(area, error);
      }
    }
    return {
      ...judge({ ...this.unknown(area, at), known: undefined, comparator: undefined, baseline: null, comparable: true }),
      reason: 'input-parked',
    };
  }

  private evidenceOf(area: string, at: JudgedPeriod): Evidence {
    const { catalogue } = this.cut;
    const { indicator, national } = at.definition.element;
    const { start } = at.period;
    const until = catalogue.area(catalogue.codeAt(area, start))?.until ?? null;
    return {
      ...this.unknown(area, at),
      known: this.figures.of(indicator, area, at.key, start),
      comparator: national === undefined ? undefined : this.figures.ofCode(indicator, national, at.key),
      baseline: this.baselines.valueOf(area, at.definition),
      comparable: until === null || until > start,
    };
  }

  private unknown(area: string, at: JudgedPeriod): Omit<Evidence, 'known' | 'comparator' | 'baseline' | 'comparable'> {
    const { catalogue, position } = this.cut;
    const { code, theme } = this.scope.target;
    const indicator = catalogue.indicator(at.definition.element.indicator)!;
    return { target: code, theme, at, indicator, area, position, date: this.date };
  }
}

/** Whether a period shares a day with `[from, to)`. */
export function liesIn(period: Period, { from, to }: Pick<Scope, 'from' | 'to'>): boolean {
  return period.start < to && endOf(period) > from;
}

function byEnd(a: JudgedPeriod, b: JudgedPeriod): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.period.start < b.period.start ? -1 : 1;
}

import { endOf, type Period, periodKey } from '#libs/kernel';
import { Baselines, type Frozen } from './baselines.js';
import { definitionFor, type JudgedPeriod, judgedPeriod } from './domain/element-periods.js';
import { judge } from './domain/judge.js';
import type { Scope } from './domain/scope.js';
import type { Judgement } from './domain/types.js';
import { ElementFigures, type LogCut } from './element-figures.js';
import type { Task } from './task.js';

/** A judgement and its period. */
export interface Cell {
  readonly period: Period;
  readonly judgement: Judgement;
}

/** The judgements of one element at one cut, each worked out once, when it is asked for. */
export class ElementCells {
  private readonly cells = new Map<string, Map<JudgedPeriod, Cell>>();
  private readonly periods = new Map<string, readonly Period[]>();
  /** One object a period, for all areas: what is known of a period is worked out once. */
  private readonly byKey = new Map<string, JudgedPeriod | null>();
  private readonly byPeriod = new Map<Period, JudgedPeriod | null>();

  private constructor(
    readonly scope: Scope,
    private readonly cut: LogCut,
    private readonly date: string,
    private readonly figures: ElementFigures,
    readonly baselines: Baselines,
  ) {}

  /** Reads what the element is judged on, and freezes its baselines, whether or not there is something to judge yet. */
  static async load(scope: Scope, { cut, trigger }: Pick<Task, 'cut' | 'trigger'>, frozen: Frozen): Promise<ElementCells> {
    const figures = await ElementFigures.load(scope, cut);
    const baselines = new Baselines(figures, frozen);
    for (const definition of scope.definitions) {
      if (definition.element) for (const area of scope.affected) baselines.valueOf(area, definition);
    }
    return new ElementCells(scope, cut, trigger.date, figures, baselines);
  }

  /** The judged periods of which anything is stated for the area, the earlier first. */
  periodsOf(area: string): readonly Period[] {
    const known = this.periods.get(area);
    if (known) return known;
    const found = new Set<JudgedPeriod>();
    for (const { indicator, key, known: stated } of this.figures.statedOf(area)) {
      const judged = this.judgedAt(key, stated.period);
      if (judged?.definition.element.indicator === indicator) found.add(judged);
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

  private judgedAt(key: string, period: Period): JudgedPeriod | null {
    let judged = this.byKey.get(key);
    if (judged === undefined) {
      const definition = definitionFor(this.scope.definitions, period);
      this.byKey.set(key, (judged = definition ? judgedPeriod(definition, period) : null));
    }
    return judged;
  }

  private judge(area: string, at: JudgedPeriod): Judgement {
    const { catalogue, position } = this.cut;
    const { target } = this.scope;
    const { indicator, national } = at.definition.element;
    const { start } = at.period;
    const until = catalogue.area(catalogue.codeAt(area, start))?.until ?? null;
    return judge({
      target: target.code,
      theme: target.theme,
      at,
      indicator: catalogue.indicator(indicator)!,
      area,
      known: this.figures.of(indicator, area, at.key, start),
      comparator: national === undefined ? undefined : this.figures.ofCode(indicator, national, at.key),
      baseline: this.baselines.valueOf(area, at.definition),
      comparable: until === null || until > start,
      position,
      date: this.date,
    });
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

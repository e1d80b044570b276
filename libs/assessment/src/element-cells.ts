import type { CatalogueView } from '#libs/catalogue';
import type { FigureSource, Known } from '#libs/figures';
import { endOf, isLater, type Period, periodKey } from '#libs/kernel';
import { type Definition, definitionFor } from './domain/element-periods.js';
import { judge } from './domain/judge.js';
import { aliasesOf, type Scope } from './domain/scope.js';
import type { Judgement } from './domain/types.js';

/** The catalogue and the figures as the log held them at one position. */
export interface LogCut {
  readonly position: string;
  readonly catalogue: CatalogueView;
  readonly figures: FigureSource;
}

/** A judgement and its period. */
export interface Cell {
  readonly period: Period;
  readonly judgement: Judgement;
}

/** Frozen baselines by area, then by period key. */
export type Frozen = ReadonlyMap<string, Readonly<Record<string, { readonly value: number }>>>;

/** Figures by area code, then by period key. */
type Figures = ReadonlyMap<string, ReadonlyMap<string, Known>>;

/** The judgements of one element at one cut, each worked out once, when it is asked for. */
export class ElementCells {
  private readonly cells = new Map<string, Cell | null>();
  private readonly periods = new Map<string, readonly Period[]>();
  private readonly aliases = new Map<string, readonly string[]>();
  /** Baselines first known at this cut, by area, then by period key. */
  readonly frozenNow = new Map<string, Map<string, number>>();

  private constructor(
    readonly scope: Scope,
    private readonly cut: LogCut,
    private readonly figures: ReadonlyMap<string, Figures>,
    /** Before this cut. */
    private readonly frozen: Frozen,
  ) {}

  /** Reads each indicator's figures once, for all the affected areas and the comparators. */
  static async load(scope: Scope, cut: LogCut, frozen: Frozen): Promise<ElementCells> {
    const places = scope.affected.flatMap((area) => aliasesOf(area, cut.catalogue));
    const wanted = new Map<string, Set<string>>();
    for (const { element } of scope.definitions) {
      if (!element) continue;
      const codes = wanted.get(element.indicator) ?? new Set(places);
      if (element.national !== undefined) codes.add(element.national);
      wanted.set(element.indicator, codes);
    }
    const figures = new Map<string, Figures>();
    for (const [indicator, codes] of wanted) {
      const series = await cut.figures.many(indicator, [...codes].sort());
      figures.set(indicator, new Map([...series].map(([code, all]) => [code, new Map(all.map((k) => [periodKey(k.period), k]))])));
    }
    const cells = new ElementCells(scope, cut, figures, frozen);
    cells.freeze();
    return cells;
  }

  /** A baseline is frozen when it is set, whether or not there is something to judge yet. */
  private freeze(): void {
    for (const definition of this.scope.definitions) {
      if (!definition.element) continue;
      const figures = this.figures.get(definition.element.indicator)!;
      for (const area of this.scope.affected) this.baselineOf(area, definition, figures);
    }
  }

  /** The judged periods of which anything is stated for the area, the earlier first. */
  periodsOf(area: string): readonly Period[] {
    const known = this.periods.get(area);
    if (known) return known;
    const found = new Map<string, Period>();
    for (const [indicator, figures] of this.figures) {
      for (const code of this.aliasesOf(area)) {
        for (const [key, { period }] of figures.get(code) ?? []) {
          if (this.definitionFor(period)?.element.indicator === indicator) found.set(key, period);
        }
      }
    }
    const inOrder = [...found.values()].sort((a, b) => (isLater(a, b) ? 1 : -1));
    this.periods.set(area, inOrder);
    return inOrder;
  }

  definitionFor(period: Period): Definition | undefined {
    return definitionFor(this.scope.definitions, period);
  }

  /** What the element says; null when it does not judge the period. The cause is left open. */
  at(area: string, period: Period): Cell | null {
    const key = `${area} ${periodKey(period)}`;
    let cell = this.cells.get(key);
    if (cell === undefined) {
      const definition = this.definitionFor(period);
      cell = definition ? { period, judgement: this.judge(area, period, definition) } : null;
      this.cells.set(key, cell);
    }
    return cell;
  }

  private judge(area: string, period: Period, definition: Definition): Judgement {
    const { catalogue, position } = this.cut;
    const { target } = this.scope;
    const { element } = definition;
    const figures = this.figures.get(element.indicator)!;
    const key = periodKey(period);
    const code = catalogue.codeAt(area, period.start);
    const known = [code, ...this.aliasesOf(area)].map((alias) => figures.get(alias)?.get(key)).find((k) => k !== undefined);
    const until = catalogue.area(code)?.until ?? null;
    return judge({
      target: target.code,
      theme: target.theme,
      definition,
      indicator: catalogue.indicator(element.indicator)!,
      area,
      period,
      known,
      comparator: element.national === undefined ? undefined : figures.get(element.national)?.get(key),
      baseline: this.baselineOf(area, definition, figures),
      comparable: until === null || until > period.start,
      position,
    });
  }

  /**
   * A stated value stands. Else the figure of the baseline's period is frozen at the cut at which the element, being posted,
   * first finds it: what is revised later moves no baseline, and a replay of the log finds the same one at the same place.
   */
  private baselineOf(area: string, { element, baseline }: Definition, figures: Figures): number | null {
    if (element.baseline?.value !== undefined) return element.baseline.value;
    if (!baseline) return null;
    const key = periodKey(baseline);
    const frozen = this.frozen.get(area)?.[key]?.value ?? this.frozenNow.get(area)?.get(key);
    if (frozen !== undefined) return frozen;
    for (const alias of this.aliasesOf(area)) {
      const value = figures.get(alias)?.get(key)?.figure.value ?? null;
      if (value === null) continue;
      this.frozenNow.set(area, (this.frozenNow.get(area) ?? new Map<string, number>()).set(key, value));
      return value;
    }
    return null;
  }

  private aliasesOf(area: string): readonly string[] {
    let aliases = this.aliases.get(area);
    if (!aliases) this.aliases.set(area, (aliases = aliasesOf(area, this.cut.catalogue)));
    return aliases;
  }
}

/** Whether a period shares a day with `[from, to)`. */
export function liesIn(period: Period, { from, to }: Pick<Scope, 'from' | 'to'>): boolean {
  return period.start < to && endOf(period) > from;
}

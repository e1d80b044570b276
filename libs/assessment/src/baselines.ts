import type { Known } from '#libs/figures';
import { periodKey } from '#libs/kernel';
import type { Definition } from './domain/element-periods.js';
import type { ElementFigures } from './element-figures.js';

/** Frozen baselines by area, then by period key. */
export type Frozen = ReadonlyMap<string, Readonly<Record<string, { readonly value: number }>>>;

/**
 * The values that an element's areas start from. A stated value stands. Else the figure of the baseline's period is frozen at
 * the first cut at which the element, once posted, finds it: what is revised later moves no baseline, and a replay of the log
 * freezes the same one at the same place. A new version that names the same period keeps it; to move it, state a value.
 */
export class Baselines {
  /** First known at this cut. */
  readonly news = new Map<string, Map<string, number>>();

  constructor(
    private readonly figures: ElementFigures,
    private readonly frozen: Frozen,
  ) {}

  valueOf(area: string, { element, baseline }: Definition): number | null {
    if (element.baseline?.value !== undefined) return element.baseline.value;
    if (!baseline) return null;
    const key = periodKey(baseline);
    return this.frozenAt(area, key) ?? this.freeze(area, key, this.figures.of(element.indicator, area, key, baseline.start));
  }

  private frozenAt(area: string, key: string): number | undefined {
    return this.frozen.get(area)?.[key]?.value ?? this.news.get(area)?.get(key);
  }

  private freeze(area: string, key: string, known: Known | undefined): number | null {
    const value = known?.figure.value ?? null;
    if (value !== null) this.news.set(area, (this.news.get(area) ?? new Map<string, number>()).set(key, value));
    return value;
  }
}

import type { AreaType } from '#libs/kernel';
import type { Area, AreaLink, Feed, Group, Indicator, Target } from './types.js';

/** The catalogue as it stands at one place of the log: what every context may ask of it. Read-only, in memory, fast. */
export interface CatalogueView {
  /** The position of the last catalogue event folded in. */
  readonly position: string;
  area(code: string): Area | undefined;
  /** The areas that a text may have been meant for, which is no area's code: three at most, none where it is like nothing. */
  areasLike(text: string): readonly Area[];
  indicator(code: string): Indicator | undefined;
  indicators(): readonly Indicator[];
  /** As `areasLike`. */
  indicatorsLike(text: string): readonly Indicator[];
  feed(code: string): Feed | undefined;
  feeds(): readonly Feed[];
  group(code: string): Group | undefined;
  groups(): readonly Group[];
  target(code: string): Target | undefined;
  targets(): readonly Target[];
  links(code: string): readonly AreaLink[];
  /** The code of the same place that holds on this date, following recodes both ways; the code itself where none is known. */
  codeAt(code: string, date: string): string;
  /** Every code that the place has or had, the one asked for first: figures stand under the code of their day. */
  codesOf(code: string): readonly string[];
  /** Codes of areas of this type that lie in the area (through any number of steps), on this date, in code order; the area itself if it is of the type. `vintage` narrows small areas to one code set. */
  within(code: string, type: AreaType, options?: { date?: string; vintage?: string }): readonly string[];
  /** The nearest area of this type that the area lies in, itself included. */
  parentOf(code: string, type: AreaType, date?: string): string | undefined;
  /** Whether the area is, or lies in, one of these. */
  liesIn(code: string, containers: readonly string[]): boolean;
}

/** One value a period, null where there is none. */
export type Points = readonly (number | null)[];

/** What the chart of an indicator in an area shows; all lists run along `periods`. */
export interface ChartView {
  readonly title: string;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  readonly unit: string;
  readonly decimals: number;
  readonly periods: readonly string[];
  readonly values: Points;
  readonly lower: Points;
  readonly upper: Points;
  /** Lines that are judged against: floors and trajectories. */
  readonly lines: readonly { readonly name: string; readonly points: Points; readonly kind: 'floor' | 'trajectory' }[];
  readonly comparators: readonly { readonly name: string; readonly points: Points }[];
  /** Breaches, from period to period, both included, as indexes. */
  readonly breaches: readonly { readonly from: number; readonly to: number }[];
}

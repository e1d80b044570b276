import type { Behaviour, Frequency, Measure, Polarity, Theme } from '#libs/catalogue';

/** An indicator that a shipped profile speaks of, as plain data for the catalogue to ship. */
export interface ShippedIndicator {
  readonly code: string;
  readonly name: string;
  readonly theme: Theme;
  readonly unit: string;
  readonly measure: Measure;
  readonly per: number;
  readonly behaviour: Behaviour;
  readonly polarity: Polarity;
  readonly frequency: Frequency;
  readonly decimals: number;
}

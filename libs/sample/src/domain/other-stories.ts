import { CONCEPTIONS, EMPLOYMENT, NON_DECENT, RECYCLING } from './indicators.js';
import { type Row, rounded } from './observations.js';
import { type District, ENGLAND } from './places.js';
import { Random } from './random.js';
import type { Release } from './releases.js';

/** A first value and what it changes by each year, by district. */
type Course = Readonly<Record<string, readonly [number, number]>>;

const GIRLS: Readonly<Record<string, number>> = { Northmoor: 3650, Easthaven: 4020, Stonebeck: 3010, Millbridge: 3390, England: 935_000 };
const CONCEIVED: Course = {
  Northmoor: [52, -2.2],
  Easthaven: [44, -3.1],
  Stonebeck: [31, -2.4],
  Millbridge: [38, -2.9],
  England: [30.8, -2.2],
};
const EMPLOYED: Course = {
  Northmoor: [61.2, 0.2],
  Easthaven: [66.1, 1.1],
  Stonebeck: [74.9, 0.4],
  Millbridge: [70.2, 0.9],
  England: [75.1, 0.3],
};
/** Stonebeck's programme stalls: at its end a good many homes are still not decent. */
const BELOW_STANDARD: Course = { Northmoor: [4820, -560], Easthaven: [3910, -470], Stonebeck: [2240, -90], Millbridge: [3075, -360] };
const RECYCLED: Course = { Northmoor: [14.2, 1.4], Easthaven: [17.5, 2.6], Stonebeck: [22.1, 1.9], Millbridge: [19.4, 2.1] };

const YEARS = [0, 1, 2, 3] as const;

/** Health, worklessness, housing and the environment: a yearly release each. */
export function otherReleases(all: readonly District[], seed: number): Release[] {
  const areas = [...all, { code: ENGLAND, name: 'England' }];
  const random = new Random(seed + 1);
  const wobble = (size: number): number => (random.next() - 0.5) * size;
  const at = ([first, step]: readonly [number, number], year: number): number => first + step * year;
  return YEARS.flatMap((year) => [
    yearly(
      'conceptions',
      year,
      `${2022 + year}-03-14`,
      areas.map(({ code, name }) => conceptions(code, name, at(CONCEIVED[name]!, year) + wobble(0.8), 2020 + year)),
    ),
    yearly(
      'employment',
      year,
      `${2022 + year}-04-16`,
      areas.map(({ code, name }) => employment(code, name, at(EMPLOYED[name]!, year) + wobble(0.3), 2020 + year)),
    ),
    yearly(
      'decent-homes',
      year,
      `${2021 + year}-11-25`,
      all.map(({ code, name }) =>
        stated(NON_DECENT, code, `${2020 + year}-04-01`, Math.round(at(BELOW_STANDARD[name]!, year) + wobble(20))),
      ),
    ),
    yearly(
      'recycling',
      year,
      `${2021 + year}-12-09`,
      all.map(({ code, name }) =>
        stated(RECYCLING, code, `${2020 + year}-${21 + year}`, rounded(at(RECYCLED[name]!, year) + wobble(0.4), 1)),
      ),
    ),
  ]);
}

/** A figure with nothing else said of it. */
const stated = (indicator: string, area: string, period: string, value: number): Row => ({ indicator, area, period, value });

/** The release of one year: a row for each place. */
const yearly = (topic: string, year: number, released: string, rows: readonly Row[]): Release => ({
  feed: 'observations',
  path: `${topic}/${2020 + year}.csv`,
  released,
  rows,
});

function conceptions(area: string, name: string, rate: number, year: number): Row {
  const denominator = GIRLS[name]!;
  const numerator = Math.round((rate * denominator) / 1000);
  return {
    indicator: CONCEPTIONS,
    area,
    period: String(year),
    value: rounded((1000 * numerator) / denominator, 1),
    numerator,
    denominator,
  };
}

/** A survey's figure of twelve months from July: its publisher gives the limits, and England's are narrow. */
function employment(area: string, name: string, percent: number, year: number): Row {
  const half = name === 'England' ? 0.4 : 3.1;
  const value = rounded(percent, 1);
  const limits = { lower: rounded(value - half, 1), upper: rounded(value + half, 1), level: 95 };
  return { indicator: EMPLOYMENT, area, period: `${year}-07-01/P12M`, value, ...limits };
}

import { BURGLARY_RATE, HOUSEHOLDS } from './indicators.js';
import { later, type Month, months } from './months.js';
import { type Row, rounded } from './observations.js';
import { type District, ENGLAND, householdsOf } from './places.js';
import type { Release } from './releases.js';
import { type Burglaries, streetCrimeCsv } from './street-crime.js';

const FIRST: Month = '2023-01';
const MONTHS = 24;
/** England's burglaries per 1,000 households in twelve months; three times that is the floor. */
const ENGLAND_RATE = 5.2;

/**
 * Northmoor worsens through 2024 until its breach is beyond doubt; Stonebeck ends just beyond the floor, which may
 * be noise; Easthaven rises towards it, and a wave of burglaries in the month after the last takes it beyond.
 */
const PLAN: Readonly<Record<string, readonly [in2023: number, oddMonths2024: number, evenMonths2024: number]>> = {
  Northmoor: [12, 24, 24],
  Easthaven: [9, 12, 12],
  Stonebeck: [11, 15, 16],
  Millbridge: [6, 6, 5],
};

/** What Easthaven sees in the month that the reader of the README pushes. */
const EASTHAVEN_NEXT = 70;

const burglaries: Burglaries = (district, month) => {
  if (district === 'Easthaven' && month === later(FIRST, MONTHS)) return EASTHAVEN_NEXT;
  const [before, odd, even] = PLAN[district]!;
  if (month < '2024-01') return before;
  return Number(month.slice(5)) % 2 === 0 ? even : odd;
};

/** The months that are pushed one after the other, two months after their end. */
export function crimeReleases(all: readonly District[], seed: number): Release[] {
  return [...months(FIRST, MONTHS).map((month) => streetRelease(all, month, seed)), ...households(all), ...englandRates()];
}

/** The month after the last: left for the reader of the README to push. */
export function nextStreetRelease(all: readonly District[], seed: number): Release {
  return { ...streetRelease(all, later(FIRST, MONTHS), seed), path: `next/${later(FIRST, MONTHS)}-northmoor-street.csv` };
}

function streetRelease(all: readonly District[], month: Month, seed: number): Release {
  return {
    feed: 'police-street',
    path: `police/${month}-northmoor-street.csv`,
    released: `${later(month, 2)}-28`,
    text: streetCrimeCsv(all, month, burglaries, seed),
  };
}

function households(all: readonly District[]): Release[] {
  const rows = (year: number): Row[] =>
    all.flatMap((district) =>
      [{ code: district.code, households: householdsOf(district) }, ...district.smallAreas].map((area) => ({
        indicator: HOUSEHOLDS,
        area: area.code,
        period: String(year),
        value: area.households + (year - 2022) * Math.round(area.households / 250),
      })),
    );
  return [2022, 2023, 2024].map((year) => ({
    feed: 'observations',
    path: `households/${year}.csv`,
    released: `${year + 1}-01-20`,
    rows: rows(year),
  }));
}

/**
 * England's rate comes each quarter, for the twelve months that end in each of its months, and once more for the month
 * after the last: what the reader pushes is judged at once.
 */
function englandRates(): Release[] {
  const ends = months(later(FIRST, 11), MONTHS - 10);
  const quarters = [ends.slice(0, 1), ends.slice(1, 4), ends.slice(4, 7), ends.slice(7, 10), ends.slice(10, 13), ends.slice(13)];
  return quarters.map((quarter) => ({
    feed: 'observations',
    path: `england-burglary/${quarter.at(-1)}.csv`,
    released: `${later(quarter.at(-1)!, 2)}-20`,
    rows: quarter.map((end) => ({
      indicator: BURGLARY_RATE,
      area: ENGLAND,
      period: `${later(end, -11)}-01/P12M`,
      value: rounded(ENGLAND_RATE - Number(end.slice(5)) / 100, 2),
    })),
  }));
}

import type { IndicatorDefinition } from '../domain/define-indicator.js';

/** The crime types of data.police.uk, under the slugs that its format gives them. */
const TYPES: readonly (readonly [slug: string, name: string])[] = [
  ['all', 'All recorded incidents'],
  ['anti-social-behaviour', 'Anti-social behaviour'],
  ['bicycle-theft', 'Bicycle theft'],
  ['burglary', 'Burglary'],
  ['criminal-damage-and-arson', 'Criminal damage and arson'],
  ['drugs', 'Drugs'],
  ['other-crime', 'Other crime'],
  ['other-theft', 'Other theft'],
  ['possession-of-weapons', 'Possession of weapons'],
  ['public-order', 'Public order'],
  ['robbery', 'Robbery'],
  ['shoplifting', 'Shoplifting'],
  ['theft-from-the-person', 'Theft from the person'],
  ['vehicle-crime', 'Vehicle crime'],
  ['violence-and-sexual-offences', 'Violence and sexual offences'],
];

const incidents = {
  theme: 'crime',
  measure: 'count',
  per: 1,
  behaviour: 'flow',
  polarity: 'lower',
  decimals: 0,
  numerator: 'incidents recorded',
  unit: 'incidents',
  source: 'data.police.uk, street-level crime',
  lagDays: 60,
} as const;

const monthly = TYPES.map(([slug, name]): IndicatorDefinition => ({
  ...incidents,
  code: `crime.${slug}`,
  name: `${name}, each month`,
  frequency: 'month',
}));

/** Monthly counts of small areas become a district's rolling year, and its rate per 1,000 households. */
function householdRate(slug: string, name: string): readonly IndicatorDefinition[] {
  const code = `crime.${slug}`;
  return [
    {
      ...incidents,
      code: `${code}-district`,
      name: `${name}, each month, summed from LSOAs`,
      frequency: 'month',
      derived: { sumOfParts: { of: code, level: 'lsoa' } },
    },
    {
      ...incidents,
      code: `${code}-year`,
      name: `${name}, twelve months to each month`,
      behaviour: 'rolling',
      frequency: 'rolling',
      derived: { sumOver: { of: `${code}-district`, periods: 12 } },
    },
    {
      ...incidents,
      code: `${code}-rate`,
      name: `${name} per 1,000 households, twelve months to each month`,
      measure: 'rate',
      per: 1000,
      behaviour: 'rolling',
      frequency: 'rolling',
      decimals: 1,
      denominator: 'households',
      unit: 'per 1,000 households',
      derived: { rate: { numerator: `${code}-year`, denominator: 'housing.households', denominatorPeriod: 'latest' } },
    },
  ];
}

/** Counts by type from the police files, and what the targets on burglary and vehicle crime are judged by. */
export const crimeIndicators: readonly IndicatorDefinition[] = [
  ...monthly,
  ...householdRate('burglary', 'Burglary'),
  ...householdRate('vehicle-crime', 'Vehicle crime'),
];

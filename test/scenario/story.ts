import type { HouseClient } from '../house/client.ts';
import { hasShared } from '../house/house.ts';
import { areaFiles, northumbriaFiles } from '../house/northumbria.ts';

/** The five districts of Tyne and Wear. */
export const TYNESIDE = ['E08000021', 'E08000022', 'E08000023', 'E08000024', 'E08000037'] as const;
const [NEWCASTLE, NORTH_TYNESIDE, SOUTH_TYNESIDE, SUNDERLAND, GATESHEAD] = TYNESIDE;

/** Made up for this test: households of the five districts, in round numbers. */
export const HOUSEHOLDS = `indicator,area,period,value
housing.households,${NEWCASTLE},2020,125000
housing.households,${NORTH_TYNESIDE},2020,95000
housing.households,${SOUTH_TYNESIDE},2020,70000
housing.households,${SUNDERLAND},2020,124000
housing.households,${GATESHEAD},2020,90000
`;

/** Made up for this test: England's burglaries per 1,000 households in the twelve months from each month on. */
export const england = (last: number): string =>
  [
    'indicator,area,period,value',
    ...[3, 3, 4, 4, 4, 4, 4, 4, last].map((value, i) => `crime.burglary-rate,E92000001,${windowFrom(i)},${value}`),
    '',
  ].join('\n');

/** The window of twelve months that begins so many months after May 2020. */
export function windowFrom(months: number): string {
  const m = 4 + months;
  return `${2020 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}-01/P12M`;
}

/** The floor of the burglary target, with dates that fit the files at hand. */
export const C00 = {
  code: 'C00',
  theme: 'crime',
  department: 'Home Office',
  sentence: 'Cut domestic burglary by 25%, with no district more than three times the national rate',
  technicalNote:
    'Rolling twelve months of recorded burglary per 1,000 households. The households and the national rate are made up for a test.',
  why: 'dates that fit the files at hand',
  version: { change: { appliesFrom: windowFrom(0) } },
  elements: [
    {
      code: 'floor',
      kind: 'multiple-of-national',
      indicator: 'crime.burglary-rate',
      polarity: 'lower',
      areas: 'tyne-and-wear-nrf',
      national: 'E92000001',
      multiple: 3,
      from: windowFrom(0),
      until: windowFrom(8),
    },
  ],
};

/** The series that the story moves. */
export const storySeries: readonly string[] = [
  ...[...TYNESIDE, 'E92000001'].map((area) => `crime.burglary-rate/${area}`),
  ...TYNESIDE.map((area) => `crime.vehicle-crime-district/${area}`),
  'crime.burglary/E01008162',
  'crime.all/E01008684',
];

/** Twenty months of a real force: breaches that are confirmed, cleared by a later month, withdrawn by a revision of the England figure alone. */
export async function tellStory(house: HouseClient): Promise<void> {
  if (!hasShared) return;
  for (const file of areaFiles) await house.importAreas(file);
  await house.post('/v1/targets', C00);
  const push = (name: string, text: string, released: string) =>
    house.push({ feed: 'observations', file: Buffer.from(text), name, released });
  await push('households.csv', HOUSEHOLDS, '2021-01-15');
  await push('england.csv', england(2.2), '2022-01-20');
  for (const file of northumbriaFiles()) await house.push({ feed: 'police-street', file, released: '2022-01-31' });
  await push('england-revised.csv', england(4), '2022-02-20');
}

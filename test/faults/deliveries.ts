import type { HouseClient } from '../house/client.ts';
import { hasShared, type Push } from '../house/house.ts';
import { areaFiles, northumbriaFiles } from '../house/northumbria.ts';
import { areasCsv, districts, resultsCsv, schools, smallAreas, streetCsv } from './made-up.ts';

/** A question whose answers show by period whether a submission's figures are there. */
export interface Probe {
  readonly path: string;
  /** Probes of one kind show the same submissions, each a figure that another register or another sum keeps. */
  readonly kind: string;
}

const months = (n: number, from: number): string[] =>
  Array.from({ length: n }, (_, i) => `${from + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`);

const text = (name: string, body: string, released: string, feed: string): Push => ({ feed, name, released, file: Buffer.from(body) });

const real: readonly Push[] = hasShared
  ? northumbriaFiles()
      .slice(0, 10)
      .map((file) => ({ feed: 'police-street', file, released: '2022-01-31' }))
  : [];

const madeUp = months(hasShared ? 4 : 14, 2018).map((month) =>
  text(`${month}-faultshire-street.csv`, streetCsv(month), '2020-02-01', 'police-street'),
);

/** Every second year is a breach in all six districts, and the year after it clears them. */
const results = Array.from({ length: 8 }, (_, i) =>
  text(`results-${2003 + i}.csv`, resultsCsv(2003 + i, i % 2 === 1), `${2004 + i}-10-20`, 'observations'),
);

/** What is pushed, in this order: months of a real force where they are at hand, made-up months, and results that open and clear breaches. */
export const deliveries: readonly Push[] = interleaved([real, madeUp, results]);

function interleaved(lists: readonly (readonly Push[])[]): Push[] {
  const placed = lists.flatMap((list) => list.map((push, i) => ({ push, at: (i + 1) / (list.length + 1) })));
  return placed.sort((a, b) => a.at - b.at).map(({ push }) => push);
}

const TYNESIDE = ['E08000021', 'E08000022', 'E08000023', 'E08000024', 'E08000037'];

/** Burglaries of a month in the real districts: some months breach, so real files move episodes, too. */
const burglary = {
  code: 'fault-burglary',
  theme: 'crime',
  department: 'Made up',
  sentence: 'No district has more than eighty burglaries a month',
  technicalNote: 'Made up for a test.',
  why: 'made up for a test',
  elements: [{ code: 'floor', kind: 'floor', indicator: 'crime.burglary-district', polarity: 'lower', areas: 'tyneside', floor: 80 }],
};

/** Makes the catalogue ready for the deliveries. */
export async function prepare(house: HouseClient): Promise<void> {
  const reply = await house.request('POST', '/v1/areas?name=faultshire.csv', { body: areasCsv(), headers: { 'content-type': 'text/csv' } });
  if (reply.status >= 300) throw new Error(JSON.stringify(reply.body));
  await house.post('/v1/groups', schools.group);
  await house.post('/v1/targets', schools.target);
  if (!hasShared) return;
  for (const file of areaFiles) await house.importAreas(file);
  await house.post('/v1/groups', { ...schools.group, code: 'tyneside', name: 'Tyneside', areas: TYNESIDE });
  await house.post('/v1/targets', burglary);
}

/** Where a submission's figures show: in small areas of three registers, and in sums over hundreds of them. */
export const probes: readonly Probe[] = [
  ...[0, 19, 39].map((n) => ({ kind: 'made-up', path: `/v1/series/crime.all/${smallAreas[n]!.code}` })),
  ...(hasShared
    ? [
        { kind: 'real', path: '/v1/series/crime.all/E01008162' },
        { kind: 'real', path: `/v1/series/crime.burglary-district/${TYNESIDE[0]}` },
        { kind: 'real', path: '/v1/series/crime.vehicle-crime/E01008684' },
        { kind: 'real', path: `/v1/series/crime.vehicle-crime-district/${TYNESIDE[4]}` },
      ]
    : []),
  { kind: 'results', path: `/v1/series/skills.gcse-5-a-c/${districts[0]}` },
  { kind: 'results', path: `/v1/series/skills.gcse-5-a-c/${districts[5]}` },
];

/** What is asked of the judgements: all areas of a target are judged by one delivery, so they are of one period. */
export const judgedTogether: readonly string[] = ['fault-schools', ...(hasShared ? ['fault-burglary'] : [])];

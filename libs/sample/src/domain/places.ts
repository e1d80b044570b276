import { Random } from './random.js';

/** A made-up small area. */
export interface SmallArea {
  readonly code: string;
  readonly name: string;
  readonly households: number;
}

/** A made-up district, and the real region that it is said to lie in. */
export interface District {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly smallAreas: readonly SmallArea[];
}

export const ENGLAND = 'E92000001';
/** Codes with 999 in the middle are not given out by the ONS: nothing made up can be taken for a real place. */
export const FORCE = { code: 'E23999001', name: 'Northmoor', slug: 'northmoor', police: 'Northmoor Police' } as const;

const NAMES = [
  ['Northmoor', 'E12000001'],
  ['Easthaven', 'E12000001'],
  ['Stonebeck', 'E12000003'],
  ['Millbridge', 'E12000003'],
] as const;
const SMALL_AREAS = 15;

/** The four made-up districts, with fifteen small areas each. */
export function districts(seed: number): readonly District[] {
  const random = new Random(seed);
  return NAMES.map(([name, region], i) => ({ code: `E0899900${i + 1}`, name, region, smallAreas: smallAreas(name, i, random) }));
}

function smallAreas(district: string, index: number, random: Random): SmallArea[] {
  return Array.from({ length: SMALL_AREAS }, (_, i) => ({
    code: `E0199${String(9001 + index * SMALL_AREAS + i)}`,
    name: `${district} ${String(1 + Math.floor(i / 5)).padStart(3, '0')}${'ABCDE'[i % 5]}`,
    households: 600 + random.below(121),
  }));
}

/** How many households a district has. */
export const householdsOf = ({ smallAreas: parts }: District): number => parts.reduce((sum, { households }) => sum + households, 0);

/** A file that `floor areas import` takes. */
export interface AreaFile {
  readonly path: string;
  readonly text: string;
}

/** Districts in the plain form, in their region and in the force's area; small areas as the ONS publishes lookups, which tell their code set. */
export function areaFiles(all: readonly District[]): AreaFile[] {
  const since = '2011-01-01,';
  const plain = all.flatMap(({ code, name, region }) =>
    [region, FORCE.code].map((parent) => `${code},${name},district,${parent},${since}`),
  );
  const force = `${FORCE.code},${FORCE.name},police-force-area,,${since}`;
  const lookup = all.flatMap(({ code, name, smallAreas: parts }) => parts.map((part) => `${part.code},${part.name},${code},${name}`));
  return [
    { path: 'areas/districts.csv', text: textOf('code,name,type,parent,from,until', [force, ...plain]) },
    { path: 'areas/lsoa11-lad20.csv', text: textOf('LSOA11CD,LSOA11NM,LAD20CD,LAD20NM', lookup) },
  ];
}

const textOf = (header: string, lines: readonly string[]): string => `${[header, ...lines].join('\n')}\n`;

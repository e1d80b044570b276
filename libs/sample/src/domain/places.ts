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

/** The areas in the plain form that `floor areas import` takes; a district lies in its region and in the force's area. */
export function areasCsv(all: readonly District[]): string {
  const lines = ['code,name,type,parent,from,until', `${FORCE.code},${FORCE.name},police-force-area,,2011-01-01,`];
  for (const { code, name, region, smallAreas: parts } of all) {
    lines.push(`${code},${name},district,${region},2011-01-01,`, `${code},${name},district,${FORCE.code},2011-01-01,`);
    for (const part of parts) lines.push(`${part.code},${part.name},lsoa,${code},2011-01-01,`);
  }
  return `${lines.join('\n')}\n`;
}

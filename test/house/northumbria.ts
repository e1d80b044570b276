import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SHARED } from './house.ts';

const POLICE = join(SHARED, 'data/crime/police-uk');
const LOOKUPS = join(SHARED, 'data/geography/lookups');

/** The twenty monthly files of one force, the earliest first. */
export function northumbriaFiles(): string[] {
  return readdirSync(POLICE)
    .sort()
    .flatMap((month) =>
      readdirSync(join(POLICE, month))
        .filter((f) => f.includes('northumbria-street'))
        .map((f) => join(POLICE, month, f)),
    );
}

/** The look-ups that tell a force's small areas: which district they lie in, and which districts the force has. */
export const areaFiles = [
  'lookup_lsoa11_ltla21.csv.gz',
  'lookup_ltla24_csp24_pfa24.csv',
  'lookup_ltla24_region24.csv',
  'la_all_codes.csv',
].map((f) => join(LOOKUPS, f));

/** All look-ups and change files, as they are published. */
export const allAreaFiles = [
  ...areaFiles,
  ...[
    'lookup_lsoa01_lsoa11.csv.gz',
    'lookup_lsoa11_lsoa21_ltla22.csv.gz',
    'lookup_lsoa11_ward17.csv.gz',
    'lookup_lsoa21_ward24_ltla24.csv.gz',
    'lookup_ltla21_region21.csv',
    'lookup_ltla21_utla21.csv',
    'lookup_ltla_ltla.csv',
  ].map((f) => join(LOOKUPS, f)),
];

/** The look-ups of districts and larger areas, without small ones. */
export const districtFiles = allAreaFiles.filter((file) => !file.includes('lsoa'));

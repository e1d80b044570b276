import type { AreaType } from '#libs/kernel';

/** The geographies that lookup files speak of, each with the type of its areas, and a bit for ranks. */
export const GEOGRAPHIES = {
  lsoa: { type: 'lsoa', bit: 1 },
  msoa: { type: 'msoa', bit: 2 },
  ward: { type: 'ward', bit: 4 },
  ltla: { type: 'district', bit: 8 },
  utla: { type: 'county', bit: 16 },
  region: { type: 'region', bit: 32 },
  csp: { type: 'community-safety-partnership', bit: 64 },
  pfa: { type: 'police-force-area', bit: 128 },
  country: { type: 'country', bit: 256 },
} as const satisfies Record<string, { type: AreaType; bit: number }>;
export type Geography = keyof typeof GEOGRAPHIES;

/** What lies in what, where one row names both. */
export const LIES_IN: readonly (readonly [Geography, Geography])[] = [
  ['lsoa', 'msoa'],
  ['lsoa', 'ward'],
  ['lsoa', 'ltla'],
  ['msoa', 'ltla'],
  ['ward', 'ltla'],
  ['ltla', 'utla'],
  ['ltla', 'csp'],
  ['ltla', 'region'],
  ['csp', 'pfa'],
  ['region', 'country'],
];

/** The areas of one geography as they were in one year: where their codes and names stand in a row. */
export interface GeographyColumns {
  readonly geography: Geography;
  readonly year: number;
  readonly code: number;
  readonly codeColumn: string;
  /** -1 where the file has no names. */
  readonly name: number;
}

const COLUMN = /^(lsoa|msoa|ward|wd|ltla|lad|utla|region|rgn|csp|pfa|country|ctry)(\d{2})_?(code|cd|name|nm)$/;
const ALIASES: Readonly<Record<string, Geography>> = { wd: 'ward', lad: 'ltla', rgn: 'region', ctry: 'country' };
/** Row counters that the publisher's downloads add. */
const COUNTERS = /^(fid|objectid|objectid_?\d*|(shape_+)?(length|area)|globalid)$/;
/** The names in Welsh, which the publisher puts beside the English ones. */
const WELSH = /^(lsoa|msoa|ward|wd|ltla|lad|utla|region|rgn|csp|pfa|country|ctry)\d{2}_?nmw$/;

/** The columns `<geography><two-digit year>_code` and `_name` (or cd and nm), and what is left over; a name without its code is left over too. */
export function geographyColumns(header: readonly string[]): { columns: GeographyColumns[]; rest: string[] } {
  const columns = new Map<string, GeographyColumns>();
  const names = new Map<string, number>();
  const rest: string[] = [];
  header.forEach((text, index) => {
    const [, alias, year, part = ''] = COLUMN.exec(text.trim().toLowerCase()) ?? [];
    if (alias === undefined) {
      const plain = text.trim().toLowerCase();
      if (!COUNTERS.test(plain) && !WELSH.test(plain)) rest.push(plain);
      return;
    }
    const geography = ALIASES[alias] ?? (alias as Geography);
    if (part.startsWith('n')) names.set(geography + year, index);
    else columns.set(geography + year, { geography, year: 2000 + Number(year), code: index, codeColumn: text.trim(), name: -1 });
  });
  for (const key of names.keys()) if (!columns.has(key)) rest.push(key);
  return { columns: [...columns].map(([key, column]) => ({ ...column, name: names.get(key) ?? -1 })), rest };
}

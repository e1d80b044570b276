import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cellsOf, rowsOf, textIn } from './els.ts';
import { SHARED } from './house.ts';

const POLICE = join(SHARED, 'data/crime/police-uk');
const LOOKUPS = join(SHARED, 'data/geography/lookups');

/** Every street file of every force, the earliest month first. */
export const streetFiles = (): string[] =>
  readdirSync(POLICE)
    .sort()
    .flatMap((month) =>
      readdirSync(join(POLICE, month))
        .filter((name) => name.includes('-street'))
        .map((name) => join(POLICE, month, name)),
    );

/** What one street file comes to when somebody counts it by hand. */
export interface Counted {
  readonly month: string;
  readonly force: string;
  readonly rows: number;
  readonly noLocation: number;
  readonly outside: number;
  /** `lsoa|type` to incidents; covered small areas alone. */
  readonly incidents: ReadonlyMap<string, number>;
}

/** Counts a file line by line: no cell of these files holds a comma without quotes, and quoted lines are taken apart slowly. */
export function countedIn(path: string, covered: ReadonlyMap<string, ReadonlySet<string>>): Counted {
  const [, month = '', force = ''] = /^(\d{4}-\d\d)-(.+)-street/.exec(basename(path)) ?? [];
  const [head = '', ...lines] = textIn(path)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const names = head.split(',');
  const [lsoa, type] = [names.indexOf('LSOA code'), names.indexOf('Crime type')];
  const incidents = new Map<string, number>();
  let [noLocation, outside] = [0, 0];
  for (const line of lines) {
    const cells = line.includes('"') ? cellsOf(line)[0]! : line.split(',');
    if (cells[lsoa] === '') noLocation++;
    else if (!covered.get(force)!.has(cells[lsoa]!)) outside++;
    else for (const kind of [cells[type]!, 'All']) addOne(incidents, `${cells[lsoa]}|${kind}`);
  }
  return { month, force, rows: lines.length, noLocation, outside, incidents };
}

const addOne = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);

/** The 2011 small areas of each force, by the slug of its name: districts by the force look-up, small areas by the district look-up. */
export function coverage(): Map<string, Set<string>> {
  const districts = new Map<string, string>();
  for (const row of rowsOf(textIn(join(LOOKUPS, 'lookup_ltla24_csp24_pfa24.csv')))) {
    districts.set(row['ltla24_code']!, row['pfa24_name']!.toLowerCase().replace('london, city of', 'city of london').replaceAll(' ', '-'));
  }
  const covered = new Map<string, Set<string>>();
  for (const row of rowsOf(textIn(join(LOOKUPS, 'lookup_lsoa11_ltla21.csv.gz')))) {
    const force = districts.get(row['ltla21_code']!);
    if (force === undefined) continue;
    if (!covered.has(force)) covered.set(force, new Set());
    covered.get(force)!.add(row['lsoa11_code']!);
  }
  return covered;
}

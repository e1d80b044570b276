import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataLabProfile } from '../../libs/intake/src/formats/data-lab/profile.ts';
import { rowsOf, textIn } from './els.ts';
import { SHARED } from './house.ts';

const FOLDERS = [
  'crime/csp-rates-trafford',
  'worklessness/claimant-count-trafford-vintages',
  'environment/recycling-uk-la-vintages',
  'environment/green-trafford',
  'housing/trafford-dashboard',
  'health/fingertips-tidied-trafford',
];

/** The published files of council data teams, by path. */
export const dataLabFiles = (): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(SHARED, 'data', folder))
      .sort()
      .map((name) => join(SHARED, 'data', folder, name)),
  );

/** One headline figure of such a file, as this test reads it; the period as an answer spells it. */
export interface LabFigure {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number | null;
}

interface Meaning {
  readonly code: string;
  readonly scale?: number;
  readonly where?: Readonly<Record<string, string>>;
  readonly releasedBefore?: string;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const HEADLINES: readonly string[] = ['', ...dataLabProfile.breakdowns[0].headline];

/** The headline figures of a file released on a day. */
export function labFigures(path: string, released: string): LabFigure[] {
  return rowsOf(textIn(path)).flatMap((row) => {
    const { code, scale = 1, where = {} } = meaningOf(row, released);
    const told = Object.keys(where);
    if (!told.includes('group') && !HEADLINES.includes(row['group'] ?? '')) return [];
    const text = row['value']!.replaceAll(',', '');
    const value = /\d/.test(text) ? twelve(twelve(Number(text)) * scale) : null;
    return [{ indicator: code, area: row['area_code']!, period: spelt(row['period']!), value }];
  });
}

const twelve = (x: number): number => Number(x.toPrecision(12));

function meaningOf(row: Record<string, string>, released: string): Meaning {
  const told: unknown = (dataLabProfile.indicators as Record<string, unknown>)[row['indicator']!];
  const meanings = (Array.isArray(told) ? told : [told]).map((one): Meaning =>
    typeof one === 'string' ? { code: one } : (one as Meaning),
  );
  const found = meanings.find(
    ({ where = {}, releasedBefore = '9999' }) =>
      released < releasedBefore && Object.entries(where).every(([name, text]) => row[name] === text),
  );
  if (!found) throw new Error(`The test finds no meaning for ${JSON.stringify(row)}.`);
  return found;
}

function spelt(text: string): string {
  const [name = '', year = ''] = text.split(' ');
  if (MONTHS.includes(name)) return `${year}-${String(MONTHS.indexOf(name) + 1).padStart(2, '0')}`;
  return text.replace(/\s/g, '').replace('/', '-');
}

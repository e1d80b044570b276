import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { elsProfile } from '../../libs/intake/src/formats/ons-els/profile.ts';
import { hasShared, SHARED } from './house.ts';

const ELS = join(SHARED, 'data/multi-theme/ons-explore-local-statistics');

/** A file of Explore Local Statistics, and the day that its publisher let it out (null for the current ones). */
export interface ElsFile {
  readonly path: string;
  readonly name: string;
  readonly series: string;
  readonly released: string | null;
}

/** What one file says of one observation, as this test reads it. */
export interface Said {
  readonly value: number | null;
  /** `status` or `status:reason`. */
  readonly status: string;
  readonly released: string;
}

/** Said of each observation: `indicator|area|start+months`. */
export type Story = Map<string, Said>;

/** The series of which there are several vintages. */
export const seriesNames = (): string[] => (hasShared ? readdirSync(join(ELS, 'vintages')) : []);

/** The vintages of some series, or of all of them, the oldest first. */
export function vintages(...series: string[]): ElsFile[] {
  return seriesNames()
    .filter((name) => series.length === 0 || series.includes(name))
    .flatMap((folder) =>
      readdirSync(join(ELS, 'vintages', folder)).map((name) => ({
        path: join(ELS, 'vintages', folder, name),
        name,
        series: folder,
        released: name.slice(0, 10),
      })),
    )
    .sort((a, b) => (a.released < b.released ? -1 : a.released > b.released ? 1 : a.path < b.path ? -1 : 1));
}

/** The newest file of each series, without a date in its name. */
export function currentFiles(): ElsFile[] {
  const names = readdirSync(join(ELS, 'current')).filter((name) => name.includes('.csv'));
  return names.sort().map((name) => ({ path: join(ELS, 'current', name), name, series: name.replace(/\.csv.*/, ''), released: null }));
}

/** A file's text, gunzipped. */
export function textIn(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
}

/** CSV read the slow way, piece after piece; by other code than the reader under test. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length;) {
    const [piece, quoted, plain, end] = nextPiece(text, at);
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    at += piece.length;
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']); // The text ends with a comma.
  return rows;
}

/** A cell with what ends it: a comma, a line end or the end of the text. */
function nextPiece(text: string, at: number): [piece: string, quoted: string | undefined, plain: string | undefined, end: string] {
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\r|\n|$)/y;
  cell.lastIndex = at;
  const found = cell.exec(text);
  if (!found) throw new Error(`The test cannot read ${text.slice(at, at + 80)}`);
  return found as unknown as ReturnType<typeof nextPiece>;
}

/** Rows by column name, in lower case and trimmed. */
export function rowsOf(text: string): Record<string, string>[] {
  const [head = [], ...rest] = cellsOf(text);
  const names = head.map((name) => name.trim().toLowerCase());
  return rest.map((cells) => Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()])));
}

/** A period as start and months, of the spellings met in these files and in answers about them. */
export function startAndMonths(text: string, financial = false): string {
  const iso = /^(\d{4}-\d\d-\d\d)(?:T00:00:00)?\/P(\d+)([YM])$/.exec(text);
  if (iso) return `${iso[1]}+${(iso[3] === 'Y' ? 12 : 1) * Number(iso[2])}`;
  if (financial) return `${text.slice(0, 4)}-04-01+12`;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}+0`;
  if (/^\d{4}$/.test(text)) return `${text}-01-01+12`;
  const pooled = /^(\d\d)(\d\d)-(\d\d)$/.exec(text);
  if (/^\d{4}\/\d\d$/.test(text)) return `${text.slice(0, 4)}-09-01+12`;
  if (pooled) return `${pooled[1]}${pooled[2]}-01-01+${12 * (Number(pooled[3]) - Number(pooled[2]) + 1)}`;
  throw new Error(`The test does not know the period ${text}.`);
}

const MARKERS: Readonly<Record<string, string>> = { x: 'missing:not-available', z: 'missing:not-applicable', c: 'suppressed:confidential' };
const CODES = new Map(Object.entries(elsProfile.indicators).map(([name, code]) => [name.toLowerCase(), code as string]));

/** A number to the twelve digits that a figure keeps. */
const twelve = (text: string): number => Number(Number(text).toPrecision(12));

/** What a file says, by the publisher's own words for it. */
export function saidIn(file: ElsFile): Story {
  const story: Story = new Map();
  for (const row of rowsOf(textIn(file.path))) {
    const text = first(row, 'observation', 'value');
    const status = statusOf(text, first(row, 'status', 'observation status', 'observation_status'));
    const code = CODES.get(row['indicator']!.toLowerCase());
    const said = { value: text === '' ? null : twelve(text), status, released: file.released ?? '' };
    story.set(`${code}|${row['areacd']}|${startAndMonths(row['period']!)}`, said);
  }
  return story;
}

const first = (row: Record<string, string>, ...names: string[]): string => row[names.find((name) => row[name] !== undefined) ?? ''] ?? '';

/** A value beside a marker stands, unless the marker says that there is none; other words beside it are remarks. */
function statusOf(text: string, mark: string): string {
  if (text !== '') return mark === 'u' ? 'final:low-reliability' : 'final';
  return mark === 'u' ? 'missing:low-reliability' : (MARKERS[mark] ?? 'missing:blank');
}

/** What stands after all these releases when each speaks for nothing more, for the span it covers, or for the whole of its indicators. */
export function standing(files: readonly ElsFile[], complete: 'none' | 'window' | 'indicator'): Story {
  const stands: Story = new Map();
  const releases = [...files].sort((a, b) => (a.released! < b.released! ? -1 : 1));
  for (const file of releases) {
    const said = saidIn(file);
    const spans = spansOf(said);
    for (const key of stands.keys()) {
      if (complete === 'none' || said.has(key)) continue;
      const span = spans.get(key.split('|')[0]!);
      const start = key.split('|')[2]!.slice(0, 10);
      if (!span || (complete === 'window' && (start < span[0] || start > span[1]))) continue;
      stands.set(key, { value: null, status: 'missing:dropped', released: file.released! });
    }
    for (const [key, one] of said) stands.set(key, one);
  }
  return stands;
}

function spansOf(said: Story): Map<string, [string, string]> {
  const spans = new Map<string, [string, string]>();
  for (const key of said.keys()) {
    const [code, , period] = key.split('|') as [string, string, string];
    const start = period.slice(0, 10);
    const [from, to] = spans.get(code) ?? [start, start];
    spans.set(code, [start < from ? start : from, start > to ? start : to]);
  }
  return spans;
}

/** The first few observations that two stories tell differently: an empty list when they are one. */
export function differences(told: Story, expected: Story): string[] {
  const keys = new Set([...told.keys(), ...expected.keys()]);
  const differ = [...keys].filter((key) => JSON.stringify(told.get(key)) !== JSON.stringify(expected.get(key)));
  return differ.slice(0, 5).map((key) => `${key}: ${JSON.stringify(told.get(key))} but expected ${JSON.stringify(expected.get(key))}`);
}

/** The same without what a recoded area shows of its other codes: that must be what is expected of one of those. */
export async function underOwnCode(told: Story, expected: Story, codesOf: (area: string) => Promise<string[]>): Promise<Story> {
  const own = new Map(told);
  for (const [key, said] of told) {
    if (expected.has(key)) continue;
    const [indicator, area = '', period] = key.split('|');
    const others = (await codesOf(area)).map((code) => expected.get(`${indicator}|${code}|${period}`));
    if (others.some((other) => JSON.stringify(other) === JSON.stringify(said))) own.delete(key);
  }
  return own;
}

/** The areas that these files name, in the plain form that the catalogue takes: for those that no look-up has, such as combined authorities. */
export function areasNamed(files: readonly ElsFile[]): { code: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { path } of files) for (const row of rowsOf(textIn(path))) names.set(row['areacd']!, row['areanm']!);
  return [...names].map(([code, name]) => ({ code, name }));
}

/** The same files with the rows of a few areas alone, written into a folder: enough for many orders in little time. */
export function cutFiles(files: readonly ElsFile[], dir: string, keep: (line: string) => boolean): ElsFile[] {
  return files.map((file) => {
    const path = join(dir, `${file.series}-${file.name.replace(/\.gz$/, '')}`);
    const [head = '', ...lines] = textIn(file.path).split(/\r?\n/); // A file with line ends within quotes is not for cutting.
    writeFileSync(path, [head, ...lines.filter(keep), ''].join('\n'));
    return { ...file, path };
  });
}

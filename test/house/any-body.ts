import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { dataLabProfile } from '../../libs/intake/src/formats/data-lab/profile.ts';
import { observationsProfile } from '../../libs/intake/src/formats/observations/profile.ts';
import { elsProfile } from '../../libs/intake/src/formats/ons-els/profile.ts';
import { AREAS, NUMBERS, PERIODS, STATUSES } from './any-cells.ts';
import { type AnyFeed, INDICATORS } from './any-profile.ts';

/** How a body is made: short enough to be read in a failure, whatever the length of the body. */
export interface AnyBody {
  readonly content: Content;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'broken';
  readonly packing: 'plain' | 'gzip' | 'cut gzip' | 'damaged gzip' | 'gzip in gzip';
}

type Row = Readonly<Record<string, string>>;
type Content =
  | { readonly of: 'text'; readonly text: string }
  | { readonly of: 'bytes'; readonly bytes: readonly number[] }
  | { readonly of: 'nesting'; readonly open: string; readonly close: string; readonly depth: number; readonly isClosed: boolean }
  | { readonly of: 'a long line'; readonly bytes: number; readonly isQuoted: boolean; readonly piece: string }
  | { readonly of: 'variety'; readonly column: string; readonly rows: number }
  | { readonly of: 'incidents'; readonly rows: readonly Row[]; readonly times: number }
  | Rows;
interface Rows {
  readonly of: 'rows';
  readonly shape: 'csv' | 'ndjson' | 'list' | 'wrapped';
  readonly separator: ',' | ';' | '\t';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly header: 'once' | 'twice' | 'repeated name' | 'none';
  readonly rows: readonly Row[];
  readonly times: number;
  /** Where the last row ends. */
  readonly cut: number;
}

const ROLES = Object.keys(observationsProfile.columns);
const BLANK: Row = Object.fromEntries(ROLES.map((role) => [role, '']));
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '"',
    '""',
    '"a',
    'a"b',
    '\u0000',
    '\ud800',
    'é'.repeat(150),
    'x'.repeat(1_100),
    '\ufeff',
    '=cmd',
  ),
);

const cell = (usual: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd });
const number = cell(NUMBERS);
const row: fc.Arbitrary<Row> = fc.record({
  indicator: cell([...INDICATORS, 'Name', 'any.derived', 'any.none', '']),
  area: cell(AREAS),
  period: cell(PERIODS),
  ...{ value: number, numerator: number, denominator: number, lower: number, upper: number },
  level: cell(['', '95', '99.8', '0.95', '998', '0', '50', '100', 'x']),
  status: cell(STATUSES),
  breakdown: cell(['', 'sex=male', 'sex=male;age=16-24', ';;', '=', 'a=b=c', ' Sex = Male ']),
});
const extreme = fc.constantFrom('1e308', '1e300', '5e-324', '1e-300', '0', '3', '50', '99.9');
/** What a row may say of a figure, as its rules have it; the numbers are extreme all the same. */
const figure: fc.Arbitrary<Row> = fc.oneof(
  fc.record({ value: extreme }),
  fc.record({ numerator: extreme, denominator: extreme }),
  fc.record({ value: extreme, lower: fc.constantFrom('0', '5e-324', '3'), upper: fc.constantFrom('3', '1e308') }),
  fc.record({ value: extreme, numerator: extreme, denominator: extreme, level: fc.constantFrom('95', '99.8', '0.95') }),
  fc.record({ status: fc.constantFrom('suppressed', '*', 'c'), numerator: extreme, denominator: extreme, lower: extreme }),
  fc.record({ status: fc.constantFrom('missing', 'x', 'provisional'), numerator: extreme }),
  fc.record({ status: fc.constantFrom('provisional', 'revised', 'estimated'), value: extreme }),
);
const KINDS = [
  ...(<const>[
    ['any.count', '2010-05'],
    ['any.count', '2010-06'],
    ['any.homes', '2010-05'],
    ['any.rate', '2003-04'],
    ['any.rate', '2004-05'],
  ]),
  ...(<const>[
    ['any.share', '2003/04'],
    ['any.mean', '2010-Q2'],
    ['any.index', '2010'],
    ['any.index', '2011'],
    ['any.day', '2010-05-07'],
  ]),
  <const>['any.standardised', '2017-01-01/P3Y'],
];
/** One that most profiles take, so that extreme numbers come as far as pages and judgements. */
const plainRow: fc.Arbitrary<Row> = fc
  .record({ kind: fc.constantFrom(...KINDS), area: fc.constantFrom('E08000037', 'E08000024', 'E12000001', 'E92000001'), of: figure })
  .map(({ kind: [indicator, period], area, of }) => ({ ...BLANK, ...of, indicator, period, area }));

/** The first thrice as often as all others together. */
const usually = <T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const rows = fc.record<Rows>({
  of: fc.constant('rows'),
  shape: fc.constantFrom('csv', 'csv', 'ndjson', 'list', 'wrapped'),
  separator: usually(',', ';', '\t'),
  lineEnd: usually('\n', '\r\n', '\r'),
  header: usually('once', 'twice', 'repeated name', 'none'),
  rows: fc.array(fc.oneof({ weight: 2, arbitrary: plainRow }, row), { maxLength: 8 }),
  times: usually(1, 2, 2_000),
  cut: usually(0, 1, 7, 30),
});
const incidents = fc.record<Content & { of: 'incidents' }>({
  of: fc.constant('incidents'),
  rows: fc.array(
    fc.record({
      Month: cell(['2020-05', '2020-06', '2020-13', '']),
      'Reported by': cell(['Northumbria Police', 'British Transport Police', '']),
      'LSOA code': cell(['E01008397', 'E01008397 ', 'E01999999', '']),
      'Crime type': cell(['Burglary', 'Robbery', 'Anti-social behaviour', 'None']),
    }),
    { maxLength: 8 },
  ),
  times: fc.constantFrom(1, 3, 2_000),
});
const oddities: readonly fc.Arbitrary<Content>[] = [
  fc.record({ of: fc.constant('text'), text: fc.oneof(fc.json(), fc.string({ unit: 'binary', maxLength: 80 })) }),
  fc.record({ of: fc.constant('bytes'), bytes: fc.array(fc.nat(255), { maxLength: 80 }) }),
  fc.record({
    of: fc.constant('nesting'),
    open: fc.constantFrom('[', '{"a":', '{"observations":', '[{"indicator":'),
    close: fc.constantFrom(']', '}', '}]'),
    depth: fc.constantFrom(30, 5_000, 60_000),
    isClosed: fc.boolean(),
  }),
  fc.record({
    of: fc.constant('a long line'),
    bytes: fc.constantFrom(300_000, 1_048_570, 3_000_000),
    isQuoted: fc.boolean(),
    piece: fc.constantFrom('1', 'é', ',', '""', '\n', '\u0000'),
  }),
  fc.record({
    of: fc.constant('variety'),
    column: fc.constantFrom('breakdown', 'period', 'status', 'area', 'indicator', 'value'),
    rows: fc.constantFrom(1_100, 70_000),
  }),
];

/** Bodies of every kind: valid rows with extreme numbers, half rows, repeated headers, nested JSON, long lines, odd encodings, broken gzip. */
export const anyBody = (format: string): fc.Arbitrary<AnyBody> =>
  fc.record({
    content: fc.oneof(
      { weight: 12, arbitrary: format === 'police-street' ? incidents : rows },
      { weight: 1, arbitrary: incidents },
      ...oddities.map((arbitrary) => ({ weight: 1, arbitrary })),
    ),
    encoding: usually('utf-8', 'utf-16le', 'utf-16be', 'latin1', 'broken'),
    packing: usually('plain', 'gzip', 'cut gzip', 'damaged gzip', 'gzip in gzip'),
  });

/** The bytes of a body as one sends them to this feed: under the names that its profile gives the columns. */
export function bytesOf({ content, encoding, packing }: AnyBody, feed: AnyFeed): Buffer {
  return packed(content.of === 'bytes' ? Buffer.from(content.bytes) : encoded(textOf(content, feed), encoding), packing);
}

function packed(plain: Buffer, packing: AnyBody['packing']): Buffer {
  if (packing === 'plain') return plain;
  const zipped = gzipSync(plain);
  if (packing === 'cut gzip') return zipped.subarray(0, Math.max(3, zipped.length >> 1));
  if (packing === 'gzip in gzip') return gzipSync(zipped);
  if (packing === 'damaged gzip') zipped.fill(0xa5, 12, Math.min(zipped.length, 40));
  return zipped;
}

function encoded(text: string, encoding: AnyBody['encoding']): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  if (encoding === 'latin1') return Buffer.from(text, 'latin1');
  if (encoding === 'utf-8') return Buffer.from(text);
  return Buffer.concat([
    Buffer.from(text.slice(0, text.length >> 1)),
    Buffer.from([0xff, 0xc3]),
    Buffer.from(text.slice(text.length >> 1)),
  ]);
}

function textOf(content: Exclude<Content, { of: 'bytes' }>, feed: AnyFeed): string {
  if (content.of === 'text') return content.text;
  if (content.of === 'nesting')
    return content.open.repeat(content.depth) + (content.isClosed ? `1${content.close.repeat(content.depth)}` : '');
  if (content.of === 'incidents')
    return table(
      Object.keys(INCIDENT),
      repeated(content.rows, content.times).map((one) => Object.values(one)),
    );
  const names = namesOf(feed);
  if (content.of === 'rows') return content.shape === 'csv' ? csv(content, names) : json(content, names);
  if (content.of === 'variety') return table(names, varied(content));
  const long = content.piece.repeat(content.bytes / Buffer.byteLength(content.piece));
  return table(names, [ROLES.map((role) => (role === 'breakdown' ? (content.isQuoted ? `"${long}"` : long) : PLAIN[role]!))]);
}

const INCIDENT = { Month: '', 'Reported by': '', 'LSOA code': '', 'Crime type': '' };
const PLAIN: Row = { ...BLANK, indicator: 'any.count', area: 'E08000037', period: '2010-05', value: '1' };
const table = (names: readonly string[], all: readonly (readonly string[])[]): string =>
  [names, ...all].map((cells) => cells.join(',')).join('\n');

/** Rows of which each differs from all others in one column. */
function varied({ column, rows: count }: { readonly column: string; readonly rows: number }): string[][] {
  const year = (n: number): string => String(1000 + (n % 1_027));
  const usual = column === 'period' ? { ...PLAIN, indicator: 'any.index' } : PLAIN;
  return Array.from({ length: count }, (_, n) =>
    ROLES.map((role) => (role !== column ? usual[role]! : column === 'period' ? year(n) : column === 'value' ? String(n) : `${role}=${n}`)),
  );
}

function repeated<T>(all: readonly T[], times: number): T[] {
  return Array.from({ length: times }, () => all).flat();
}

function csv({ rows: all, times, header, separator, lineEnd, cut }: Rows, names: readonly string[]): string {
  const quoted = (text: string): string =>
    /^[\w .=;-]*$/.test(text) && !text.includes(separator) ? text : `"${text.replaceAll('"', '""')}"`;
  const lines = repeated(all, times).map((one) => ROLES.map((role) => quoted(one[role]!)).join(separator));
  const head = names.map(quoted).join(separator);
  const heads = { once: [head], twice: [head, head], 'repeated name': [[head, quoted(names[0]!)].join(separator)], none: [] }[header];
  const text = [...heads, ...lines, ''].join(lineEnd);
  return text.slice(0, text.length - cut);
}

/** Numbers stand in JSON as numbers where they can. */
function json({ rows: all, times, shape, lineEnd, cut }: Rows, names: readonly string[]): string {
  const value = (text: string): string => (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) && !/^-?0\d/.test(text) ? text : JSON.stringify(text));
  const objects = repeated(all, times).map(
    (one) => `{${ROLES.map((role, i) => `${JSON.stringify(names[i])}:${value(one[role]!)}`).join()}}`,
  );
  const text =
    shape === 'ndjson' ? objects.join(lineEnd) : shape === 'list' ? `[${objects.join()}]` : `{"observations":[${objects.join()}]}`;
  return text.slice(0, text.length - cut);
}

const DEFAULTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  observations: observationsProfile.columns,
  'data-lab': dataLabProfile.columns,
  'ons-els': elsProfile.columns,
};

/** The name of each role's column: the first that the profile gives it, else the format's, else its own. */
function namesOf({ format, profile }: AnyFeed): string[] {
  const own = typeof profile['columns'] === 'object' && profile['columns'] !== null ? (profile['columns'] as Record<string, unknown>) : {};
  const first = (role: string): unknown => [own[role], DEFAULTS[format]?.[role], role].flat().find((one) => one !== undefined);
  return ROLES.map((role) => String(first(role)));
}

import { Refusal } from '#libs/kernel';
import type { AreaFacts } from '../domain/area-facts.js';
import { FactsBuilder } from '../domain/facts-builder.js';
import type { AreaLink } from '../domain/types.js';
import { type AreaReader, badCode, rankOf } from './area-reader.js';
import type { CsvRow } from './csv.js';
import { GEOGRAPHIES, type Geography, type GeographyColumns, geographyColumns, LIES_IN } from './geography-columns.js';

const CHANGE_COLUMNS = new Set(['change_code', 'chgind']);
const CHANGE_BIT = 512;
const KINDS: Readonly<Record<string, AreaLink['kind'] | 'unchanged'>> = { U: 'unchanged', S: 'split', M: 'merge', X: 'irregular' };

/** Geographies of which there is a new set of codes every so often. */
const REDRAWN: ReadonlySet<Geography> = new Set(['lsoa', 'msoa', 'ward']);

/** What a header of a lookup says: its geographies, where the change code stands, and the two code sets that it links. */
interface Shape {
  readonly columns: readonly GeographyColumns[];
  readonly pairs: readonly (readonly [GeographyColumns, GeographyColumns])[];
  readonly change: { readonly column: number; readonly from: GeographyColumns; readonly to: GeographyColumns } | null;
}

function shapeOf(header: readonly string[]): Shape | undefined {
  const { columns, rest } = geographyColumns(header);
  const changes = rest.filter((name) => CHANGE_COLUMNS.has(name));
  if (rest.length > changes.length || columns.length < 2) return undefined;
  const small = columns.filter((c) => c.geography === 'lsoa').sort((a, b) => a.year - b.year);
  const once = new Set(columns.map((c) => c.geography)).size === columns.length - Math.max(0, small.length - 1);
  if (!once || small.length > 2 || (small.length === 2) !== (changes.length === 1)) return undefined;
  const column = header.findIndex((name) => CHANGE_COLUMNS.has(name.trim().toLowerCase()));
  return { columns, pairs: pairsOf(columns, small.at(-1)), change: small.length === 2 ? { column, from: small[0]!, to: small[1]! } : null };
}

/** Which columns lie in which; of two code sets of small areas it is the later that the others speak of. */
function pairsOf(columns: readonly GeographyColumns[], small: GeographyColumns | undefined): Shape['pairs'] {
  return LIES_IN.flatMap(([inner, outer]) => {
    const child = inner === 'lsoa' ? small : columns.find((c) => c.geography === inner);
    const parent = columns.find((c) => c.geography === outer);
    return child && parent ? [[child, parent] as const] : [];
  });
}

/** Lookups between geographies, one row an area of the smaller; with a change code, between two code sets of small areas. */
export const lookup: AreaReader = {
  name: 'lookup',
  expects: 'pairs <geography><year>_code and _name, as lsoa11_code,ltla21_code or lsoa11cd,wd17cd, with change_code between two code sets',
  recognises: (header) => shapeOf(header) !== undefined,
  read(header, rows): AreaFacts | Refusal {
    const shape = shapeOf(header)!;
    const { columns } = shape;
    const builder = new FactsBuilder(columns.map((c) => c.codeColumn).join(','), rankOfShape(shape));
    for (const row of rows) {
      const refusal = takeAreas(builder, shape, row) ?? takeChange(builder, shape, row);
      if (refusal) return refusal;
    }
    return builder.facts();
  },
};

function rankOfShape({ columns, change }: Shape): number {
  const bits = columns.reduce((all, c) => all | GEOGRAPHIES[c.geography].bit, change ? CHANGE_BIT : 0);
  return rankOf(
    Math.max(...columns.map((c) => c.year)),
    bits,
    columns.reduce((sum, c) => sum + c.year - 2000, 0),
  );
}

function takeAreas(builder: FactsBuilder, { columns, pairs }: Shape, row: CsvRow): Refusal | undefined {
  for (const column of columns) {
    const refusal = takeArea(builder, column, row);
    if (refusal) return refusal;
  }
  for (const [child, parent] of pairs) {
    const [inner, outer] = [row.cells[child.code]!, row.cells[parent.code]!];
    if (inner !== '' && outer !== '') builder.parent(inner, outer);
  }
  return undefined;
}

function takeArea(
  builder: FactsBuilder,
  { geography, year, code: at, codeColumn, name }: GeographyColumns,
  row: CsvRow,
): Refusal | undefined {
  const code = row.cells[at];
  if (code === '') return undefined; // Wales has no regions.
  const refusal = badCode(row, codeColumn, code);
  if (refusal) return refusal;
  builder.area(code!, row.cells[name] ?? null, GEOGRAPHIES[geography].type);
  if (REDRAWN.has(geography)) builder.vintage(code!, String(year));
  return undefined;
}

function takeChange(builder: FactsBuilder, { change }: Shape, row: CsvRow): Refusal | undefined {
  if (change === null) return undefined;
  const text = row.cells[change.column] ?? '';
  const kind = KINDS[text];
  if (kind === undefined) {
    return new Refusal('unknown-change', `Row ${row.number}: "${text.slice(0, 20)}" is not a change code; it is one of U, S, M and X.`, {
      row: row.number,
    });
  }
  const [from, to] = [row.cells[change.from.code]!, row.cells[change.to.code]!];
  if (kind !== 'unchanged' && from !== '' && to !== '' && from !== to) builder.link({ from, to, kind, date: null });
  return undefined;
}

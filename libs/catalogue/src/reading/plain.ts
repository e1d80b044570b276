import { type AreaType, isDate, Refusal } from '#libs/kernel';
import { AREA_TYPES } from '../domain/types.js';
import type { AreaFacts } from '../domain/area-facts.js';
import { FactsBuilder } from '../domain/facts-builder.js';
import { type AreaReader, badCode, PLAIN_RANK } from './area-reader.js';
import type { CsvRow } from './csv.js';

const COLUMNS = new Set(['code', 'name', 'type', 'parent', 'from', 'until']);

/** One area as the plain form states it. */
export interface PlainArea {
  readonly code: string;
  readonly name: string;
  readonly type?: string;
  readonly parent?: string;
  readonly from?: string;
  readonly until?: string;
}

/** Our own plain form: `code,name,type,parent,from,until`, of which the first two are needed. An area in two others has two rows. */
export const plain: AreaReader = {
  name: 'plain',
  expects: 'code,name,type,parent,from,until',
  recognises: (header) => header.includes('code') && header.includes('name') && header.every((name) => COLUMNS.has(name)),
  read(header, rows): AreaFacts | Refusal {
    const builder = plainBuilder();
    for (const row of rows) {
      const cells = Object.fromEntries(header.map((column, i) => [column, row.cells[i] ?? '']));
      const refusal = takePlain(builder, cells as unknown as PlainArea, row);
      if (refusal) return refusal;
    }
    return builder.facts();
  },
};

/** The facts of areas that came as JSON. */
export function plainFacts(areas: readonly PlainArea[]): AreaFacts | Refusal {
  const builder = plainBuilder();
  for (const [i, area] of areas.entries()) {
    const refusal = takePlain(builder, area, { number: i + 1, cells: [] });
    if (refusal) return refusal;
  }
  return builder.facts();
}

const plainBuilder = (): FactsBuilder => new FactsBuilder('plain', PLAIN_RANK);

function takePlain(builder: FactsBuilder, area: PlainArea, row: CsvRow): Refusal | undefined {
  const { code, name, type = '', parent = '', from = '', until = '' } = area; // Left out, or undefined in a DTO.
  const refusal = badPlain({ code, name, type, parent, from, until }, row);
  if (refusal) return refusal;
  builder.area(code, name.slice(0, 200), type === '' ? null : (type as AreaType));
  builder.dates(code, from === '' ? null : from, until === '' ? null : until);
  if (parent !== '') builder.parent(code, parent);
  return undefined;
}

function badPlain({ code, type, parent, from, until }: Required<PlainArea>, row: CsvRow): Refusal | undefined {
  const refusal = badCode(row, 'code', code) ?? badParent(row, code, parent) ?? badDates(row, from, until);
  if (refusal || type === '' || (AREA_TYPES as readonly string[]).includes(type)) return refusal;
  const detail = `Row ${row.number}: "${type.slice(0, 60)}" is not a type of area; it is one of ${AREA_TYPES.join(', ')}.`;
  return new Refusal('unknown-type', detail, { row: row.number, column: 'type' });
}

function badParent(row: CsvRow, code: string, parent: string): Refusal | undefined {
  if (parent === '') return undefined;
  if (parent !== code) return badCode(row, 'parent', parent);
  const facts = { row: row.number, column: 'parent' };
  return new Refusal('lies-in-itself', `Row ${row.number}: ${code} is its own parent; name the area that it lies in, or none.`, facts);
}

function badDates(row: CsvRow, from: string, until: string): Refusal | undefined {
  const wrong = [from, until].find((text) => text !== '' && !isDate(text));
  const facts = { row: row.number, column: wrong === until ? 'until' : 'from' };
  if (wrong !== undefined)
    return new Refusal('unreadable-date', `Row ${row.number}: "${wrong.slice(0, 40)}" is not a date; write 2009-04-01.`, facts);
  if (from !== '' && until !== '' && from >= until) {
    return new Refusal('unreadable-date', `Row ${row.number}: an area ends after it begins; ${from} is not before ${until}.`, facts);
  }
  return undefined;
}

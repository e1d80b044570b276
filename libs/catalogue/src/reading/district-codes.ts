import type { Refusal } from '#libs/kernel';
import type { AreaFacts } from '../domain/area-facts.js';
import { FactsBuilder } from '../domain/facts-builder.js';
import { type AreaReader, badCode, rankOf } from './area-reader.js';
import type { CsvRow } from './csv.js';

const FILE = 1001;
const COLUMNS = [
  'LADCD',
  'LADNM',
  'LADCD_ACTIVE',
  'LADNM_ACTIVE',
  'UTLACD',
  'UTLANM',
  'CAUTHCD',
  'CAUTHNM',
  'RGNCD',
  'RGNNM',
  'CTRYCD',
  'CTRYNM',
];
/** What a country lies in, from the smaller to the larger. */
const AGGREGATES = ['EWCD', 'GBCD', 'UKCD'] as const;

type Cell = (column: string) => string;

/** Every code that a district of the United Kingdom has had, with the one that is active and what that lies in. */
export const districtCodes: AreaReader = {
  name: 'district-codes',
  expects: `${COLUMNS.join(',')}, ... as in the list of all local authority codes`,
  recognises: (header) => COLUMNS.every((name) => header.includes(name)),
  read(header, rows): AreaFacts | Refusal {
    const builder = new FactsBuilder('all district codes', rankOf(2020, FILE));
    const successors = new Map<string, string[]>();
    for (const row of rows) {
      const cell: Cell = (column) => row.cells[header.indexOf(column)] ?? '';
      const refusal = badCell(row, cell);
      if (refusal) return refusal;
      takeDistrict(builder, cell);
      takeAbove(builder, cell);
      const [code, active] = [cell('LADCD'), cell('LADCD_ACTIVE')];
      if (code !== active) successors.set(active, [...(successors.get(active) ?? []), code]);
    }
    for (const [to, from] of successors) {
      // One old code for one new: the same place. Several: they were merged. The file has no dates.
      for (const code of from) builder.link({ from: code, to, kind: from.length === 1 ? 'recode' : 'merge', date: null });
    }
    return builder.facts();
  },
};

function badCell(row: CsvRow, cell: Cell): Refusal | undefined {
  for (const column of ['LADCD', 'LADCD_ACTIVE', 'UTLACD', 'CAUTHCD', 'RGNCD', 'CTRYCD', ...AGGREGATES]) {
    const optional = column !== 'LADCD' && column !== 'LADCD_ACTIVE';
    const refusal = optional && cell(column) === '' ? undefined : badCode(row, column, cell(column));
    if (refusal) return refusal;
  }
  return undefined;
}

function takeDistrict(builder: FactsBuilder, cell: Cell): void {
  const code = cell('LADCD');
  builder.area(code, cell('LADNM'), 'district');
  const above = cell('RGNCD') || cell('CTRYCD');
  if (above !== '') builder.parent(code, above);
  if (code !== cell('LADCD_ACTIVE')) return; // What an old code's row says of counties is true of its successor.
  for (const [column, name, type] of [
    ['UTLACD', 'UTLANM', 'county'],
    ['CAUTHCD', 'CAUTHNM', 'combined-authority'],
  ] as const) {
    if (cell(column) === '' || cell(column) === code) continue;
    builder.area(cell(column), cell(name), type);
    builder.parent(code, cell(column));
    if (column === 'UTLACD' && above !== '') builder.parent(cell(column), above);
  }
}

function takeAbove(builder: FactsBuilder, cell: Cell): void {
  const chain = ['RGNCD', 'CTRYCD', ...AGGREGATES].filter((column) => cell(column) !== '');
  chain.forEach((column, i) => {
    builder.area(cell(column), cell(column.replace(/CD$/, 'NM')), column === 'RGNCD' ? 'region' : 'country');
    if (i > 0) builder.parent(cell(chain[i - 1]!), cell(column));
  });
}

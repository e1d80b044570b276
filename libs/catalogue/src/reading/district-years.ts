import type { Refusal } from '#libs/kernel';
import type { AreaFacts } from '../domain/area-facts.js';
import { FactsBuilder } from '../domain/facts-builder.js';
import type { AreaLink } from '../domain/types.js';
import { type AreaReader, badCode, rankOf } from './area-reader.js';
import type { CsvRow } from './csv.js';
import { type GeographyColumns, geographyColumns } from './geography-columns.js';

const FILE = 1000; // Beyond every sum of geographies, so that its rank is its own.

function yearsOf(header: readonly string[]): readonly GeographyColumns[] | undefined {
  const { columns, rest } = geographyColumns(header);
  if (rest.length > 0 || columns.length < 2 || columns.some((c) => c.geography !== 'ltla')) return undefined;
  return columns.sort((a, b) => a.year - b.year);
}

/** Districts followed through the years, one column pair a year: their reorganisations, each on the first of April. */
export const districtYears: AreaReader = {
  name: 'district-years',
  expects: 'ltla16_code,ltla16_name,ltla17_code,... a pair for each year',
  recognises: (header) => yearsOf(header) !== undefined,
  read(header, rows): AreaFacts | Refusal {
    const years = yearsOf(header)!;
    const builder = new FactsBuilder('ltla by year', rankOf(years.at(-1)!.year, FILE));
    const paths: string[][] = [];
    for (const row of rows) {
      for (const { code, codeColumn, name } of [...years].reverse()) {
        const refusal = badCode(row, codeColumn, row.cells[code]);
        if (refusal) return refusal;
        builder.area(row.cells[code]!, row.cells[name] ?? null, 'district'); // The last year's name first: it stands.
      }
      paths.push(pathOf(row, years));
    }
    years.forEach(({ year }, i) => {
      if (i > 0)
        takeYear(
          builder,
          paths.map((path) => [path[i - 1]!, path[i]!]),
          `${year}-04-01`,
        );
    });
    return builder.facts();
  },
};

const pathOf = (row: CsvRow, years: readonly GeographyColumns[]): string[] => years.map(({ code }) => row.cells[code]!);

/** One year's changes: dates for the codes that end and begin, and a link for each pair of different codes. */
function takeYear(builder: FactsBuilder, steps: readonly (readonly [string, string])[], date: string): void {
  const before = gathered(steps.map(([from, to]) => [to, from]));
  const after = gathered(steps);
  for (const [from, to] of steps) {
    if (!before.has(from)) builder.dates(from, null, date);
    if (!after.has(to)) builder.dates(to, date, null);
    if (from !== to) builder.link({ from, to, kind: kindOf(after.get(from)!.size, before.get(to)!.size), date });
  }
}

function kindOf(becomes: number, cameFrom: number): AreaLink['kind'] {
  if (becomes === 1) return cameFrom === 1 ? 'recode' : 'merge';
  return cameFrom === 1 ? 'split' : 'irregular';
}

function gathered(pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const [key, value] of pairs) all.set(key, (all.get(key) ?? new Set()).add(value));
  return all;
}

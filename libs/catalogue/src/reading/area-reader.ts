import { isAreaCode, Refusal } from '#libs/kernel';
import type { AreaFacts } from '../domain/area-facts.js';
import type { CsvRow } from './csv.js';

/** A kind of file that area facts are read from, recognised by its header alone. */
export interface AreaReader {
  /** As an answer names it. */
  readonly name: string;
  /** What its header looks like, for who sent something else. */
  readonly expects: string;
  recognises(header: readonly string[]): boolean;
  /** All rows or a refusal: an import is taken whole or not at all. */
  read(header: readonly string[], rows: Iterable<CsvRow>): AreaFacts | Refusal;
}

/** Where two files name or date one area differently the later edition wins; within a year the wider file; so every file has a rank of its own. */
export function rankOf(year: number, file: number, edition = 0): number {
  return (year * 1024 + (file % 1024)) * 1024 + (edition % 1024);
}

/** Above every file: what an administrator states in the plain form. */
export const PLAIN_RANK = 2 ** 42;

/** Refuses a cell that should hold a GSS code and does not. */
export function badCode(row: CsvRow, column: string, text: string | undefined): Refusal | undefined {
  if (text !== undefined && isAreaCode(text)) return undefined;
  const shown = (text ?? '').slice(0, 60);
  return new Refusal('unreadable-code', `Row ${row.number}, column ${column}: "${shown}" is not a GSS code, a letter and eight digits.`, {
    row: row.number,
    column,
  });
}

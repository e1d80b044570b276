import { Refusal } from '#libs/kernel';
import { plainName } from '../names.js';
import type { Profile, Role } from '../profile/profile.js';

/** Where a tidy table keeps what it says; -1 for a role that no column plays. */
export interface ColumnSet {
  readonly at: Readonly<Record<Role, number>>;
  readonly names: readonly string[];
  /** The place of any column by its plain name; -1 where there is none. */
  place(name: string): number;
}

const NEEDED: readonly Role[] = ['indicator', 'area', 'period'];
const FIGURES: readonly Role[] = ['value', 'numerator', 'status'];

/** The names by which a figure is stated; one of them at least must be there. */
export const figureNames = ({ columns }: Profile): string[] => FIGURES.map((role) => columns[role]?.[0] ?? role);

/** The column names that a person would look for in such a table. */
export const expectedNames = ({ columns }: Profile): string[] => [...NEEDED, 'value' as const].map((role) => columns[role]?.[0] ?? role);

/** Finds the roles in a header; undefined when this is no header of such a table, a refusal when one name could mean two columns. */
export function columnSet(names: readonly string[], { columns }: Profile): ColumnSet | Refusal | undefined {
  const plain = names.map(plainName);
  const roles = Object.entries(columns) as [Role, readonly string[]][];
  const at = { indicator: -1, area: -1, period: -1, value: -1, numerator: -1, denominator: -1 } as Record<Role, number>;
  at.lower = at.upper = at.level = at.status = at.breakdown = -1;
  for (const [role, aliases] of roles) {
    const alias = aliases.map(plainName).find((name) => plain.includes(name));
    if (alias !== undefined) at[role] = plain.indexOf(alias);
  }
  if (NEEDED.some((role) => at[role] < 0) || FIGURES.every((role) => at[role] < 0)) return undefined;
  for (const [role] of roles) {
    const name = plain[at[role]];
    if (name !== undefined && plain.indexOf(name) !== plain.lastIndexOf(name)) {
      return new Refusal(
        'repeated-column',
        `The header names "${name.slice(0, 60)}" twice and the feed reads it; keep one of the two columns.`,
        { column: name },
      );
    }
  }
  return { at, names, place: (name) => plain.indexOf(name) };
}

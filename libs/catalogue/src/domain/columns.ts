/** Codes in order: a code in full, or by how much it is greater than the one before it under the same letter. */
export type CodeColumn = readonly (string | number)[];

/**
 * Names: in full; `~` and the end, where all up to the last space is as in the name before; `=` and the name, where
 * it begins with one of these marks itself; 0 where the area's standing name is said again; null where there is none.
 */
export type NameColumn = readonly (string | 0 | null)[];

/** A column as runs of equal values. */
export interface Runs<T> {
  readonly values: readonly T[];
  readonly lengths: readonly number[];
}

/** What a source says of a name: the name, 0 for the standing one, null for nothing. */
export type StatedName = string | 0 | null;

/** Writes GSS codes that are in ascending order as differences. */
export function packCodes(codes: readonly string[]): CodeColumn {
  return codes.map((code, i) => {
    const before = codes[i - 1];
    const step = Number(code.slice(1)) - Number(before?.slice(1));
    return before !== undefined && before[0] === code[0] && step > 0 ? step : code;
  });
}

/** The codes that `packCodes` wrote. */
export function unpackCodes(column: CodeColumn): string[] {
  let letter = '';
  let number = 0;
  return column.map((cell) => {
    if (typeof cell === 'number') {
      number += cell;
      return letter + String(number).padStart(8, '0');
    }
    letter = cell[0] ?? '';
    number = Number(cell.slice(1));
    return cell;
  });
}

const stemOf = (name: string): string => name.slice(0, name.lastIndexOf(' ') + 1);

/** Writes names so that the many of one district say it once. */
export function packNames(names: readonly StatedName[]): NameColumn {
  let stem = '';
  return names.map((name) => {
    if (typeof name !== 'string') return name;
    const own = stemOf(name);
    if (own !== '' && own === stem) return `~${name.slice(own.length)}`;
    stem = own;
    return /^[~=]/.test(name) ? `=${name}` : name; // The marks are ours.
  });
}

/** The names that `packNames` wrote. */
export function unpackNames(column: NameColumn): StatedName[] {
  let stem = '';
  return column.map((cell) => {
    if (typeof cell !== 'string') return cell;
    if (cell.startsWith('~')) return stem + cell.slice(1);
    const name = cell.startsWith('=') ? cell.slice(1) : cell;
    stem = stemOf(name);
    return name;
  });
}

/** Writes a column as runs. */
export function packRuns<T>(cells: readonly T[]): Runs<T> {
  const values: T[] = [];
  const lengths: number[] = [];
  for (const cell of cells) {
    if (values.length > 0 && values.at(-1) === cell) lengths[lengths.length - 1]! += 1;
    else {
      values.push(cell);
      lengths.push(1);
    }
  }
  return { values, lengths };
}

/** The cells that `packRuns` wrote. */
export function unpackRuns<T>({ values, lengths }: Runs<T>): T[] {
  const cells: T[] = [];
  values.forEach((value, i) => {
    for (let n = lengths[i] ?? 0; n > 0; n--) cells.push(value);
  });
  return cells;
}

import { isDate } from '#libs/kernel';

/** What a file's own name says. */
export interface NameFacts {
  readonly released?: string;
  readonly month?: string;
  readonly force?: string;
}

const PIECES: Readonly<Record<string, string>> = {
  '{released}': '(?<released>\\d{4}-\\d{2}-\\d{2})',
  '{month}': '(?<month>\\d{4}-(?:0[1-9]|1[0-2]))',
  '{force}': '(?<force>[a-z]+(?:-[a-z]+)*)',
  '*': '.*',
};
const PIECE = /(\{released\}|\{month\}|\{force\}|\*)/;

/** Whether the pattern is one that `factsOfName` reads: short, and each piece once. A star twice at most, so no name takes long. */
export function isNamePattern(pattern: unknown): pattern is string {
  if (typeof pattern !== 'string' || pattern.length === 0 || pattern.length > 100) return false;
  const pieces = pattern.split(PIECE).filter((piece) => PIECE.test(piece));
  const once = pieces.filter((piece) => piece !== '*');
  return (
    new Set(once).size === once.length &&
    pieces.length - once.length <= 2 &&
    !/[{}]/.test(
      pattern
        .split(PIECE)
        .filter((p) => !PIECE.test(p))
        .join(''),
    )
  );
}

/** What the first matching pattern finds in the name; `.gz` at its end is passed over. */
export function factsOfName(name: string | null, patterns: readonly string[]): NameFacts {
  if (name === null || name.length > 255) return {};
  const plain = name.replace(/\.gz$/i, '');
  for (const pattern of patterns) {
    const found = compiled(pattern).exec(plain)?.groups;
    if (!found) continue;
    const { released, month, force } = found;
    if (released !== undefined && !isDate(released)) continue;
    return { released, month, force: force?.toLowerCase() };
  }
  return {};
}

function compiled(pattern: string): RegExp {
  const source = pattern.split(PIECE).map((piece) => PIECES[piece] ?? piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${source.join('')}$`, 'i');
}

import type { RefusalCause, RefusedRow } from '../domain/submission-events.js';

/** So many causes are told apart; rows of further ones are counted together, code by code. */
const CAUSES_MAX = 50_000;
/** So many are shown; of the others each code is one cause without a subject. */
const SHOWN = 50;

type Counted = { -readonly [K in keyof RefusalCause]: RefusalCause[K] };

/** Refused rows grouped by what one correction would fix. */
export class RefusalCauses {
  private readonly causes = new Map<string, Counted>();
  /** Codes of which not every cause is told apart. */
  private readonly uncounted = new Set<string>();

  add({ code, line }: Pick<RefusedRow, 'code' | 'line'>, subject: string | undefined): void {
    const key = subject === undefined ? code : `${code}|${subject}`;
    const known = this.causes.get(key);
    if (known) known.rows++;
    else if (subject !== undefined && this.causes.size >= CAUSES_MAX) {
      this.uncounted.add(code);
      this.add({ code, line }, undefined);
    } else this.causes.set(key, { code, subject: subject ?? null, rows: 1, firstLine: line });
  }

  /** How many texts the rows of each code name, of the codes of which all are told apart. */
  distinct(): Record<string, number> {
    const counts = new Map<string, number>();
    for (const { code, subject } of this.causes.values())
      if (subject !== null && !this.uncounted.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  /** The causes, the greatest first; bounded. */
  greatest(): RefusalCause[] {
    const all = [...this.causes.values()].sort(byRows);
    const shown = all.filter(({ subject }) => subject !== null).slice(0, SHOWN);
    const told = new Set(shown);
    const rest = new Map<string, Counted>();
    for (const cause of all) {
      const together = rest.get(cause.code);
      if (told.has(cause)) continue;
      if (together) {
        together.rows += cause.rows;
        together.firstLine = earlier(together.firstLine, cause.firstLine);
      } else rest.set(cause.code, { ...cause, subject: null });
    }
    return [...shown, ...rest.values()].sort(byRows);
  }
}

const byRows = (a: RefusalCause, b: RefusalCause): number => b.rows - a.rows || (a.firstLine ?? 0) - (b.firstLine ?? 0);
const earlier = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.min(a, b));

import type { AreaRegistry } from './area-registry.js';
import type { AreaLink } from './types.js';

/** After every date that is written. */
export const OPEN_END = '9999-12-31';

/**
 * Which codes are one place. A recode gives a place another code on a date; a place is known here by its last code.
 * A recode without a date is taken to hold always: all that is known of it is that the newer code stands.
 */
export class Places {
  private readonly lastCodes = new Map<string, string>();
  private readonly codes = new Map<string, string[]>();

  constructor(private readonly registry: AreaRegistry) {
    const recoded = new Set<string>();
    for (const [code, links] of registry.linked()) if (links.some((l) => l.kind === 'recode')) recoded.add(code);
    for (const code of [...recoded].sort()) {
      const last = this.codeAt(code, OPEN_END);
      this.lastCodes.set(code, last);
      this.codes.set(last, [...(this.codes.get(last) ?? []), code]);
    }
  }

  /** The place that a code belongs to: its last code. */
  of(code: string): string {
    return this.lastCodes.get(code) ?? code;
  }

  /** Every code that the place has had, in code order. */
  codesOf(place: string): readonly string[] {
    return this.codes.get(place) ?? [place];
  }

  /** The code of the same place that holds on this date. */
  codeAt(code: string, date: string): string {
    if (this.registry.links(code).length === 0) return code;
    const first = this.along(code, (l, at) => (l.to === at && l.date !== null && l.date > date ? l.from : undefined));
    return this.along(first, (l, at) => (l.from === at && (l.date === null || l.date <= date) ? l.to : undefined));
  }

  /** Whether the place has a code that is in use on this date, as far as its dates are known. */
  existsAt(code: string, date: string): boolean {
    const area = this.registry.get(this.codeAt(code, date));
    if (area === undefined) return true;
    return (area.from === null || area.from <= date) && (area.until === null || date < area.until);
  }

  /** The last day that the place is known to exist; the open end when it still does. */
  lastDay(code: string): string {
    const until = this.registry.get(this.of(code))?.until ?? null;
    if (until === null) return OPEN_END;
    // Before the day of its end and after every earlier one: dates are compared as text and this one is never shown.
    return until.slice(0, 8) + String(Number(until.slice(8)) - 1).padStart(2, '0');
  }

  private along(code: string, step: (link: AreaLink, at: string) => string | undefined): string {
    const seen = new Set([code]);
    for (let at = code; ;) {
      const next = this.registry
        .links(at)
        .filter((l) => l.kind === 'recode')
        .map((l) => step(l, at))
        .find((other) => other !== undefined && !seen.has(other));
      if (next === undefined) return at;
      seen.add(next);
      at = next;
    }
  }
}

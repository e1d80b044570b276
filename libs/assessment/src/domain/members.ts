import type { CatalogueView, Target } from '#libs/catalogue';
import type { Definition, Gap } from './element-periods.js';

type Areas = Pick<CatalogueView, 'area' | 'codeAt' | 'group' | 'links'>;

const AFTER_ALL = '9999-12-31';

/** An element of a target: every version of it, and its definitions by now. */
export interface Defined {
  readonly target: Target;
  readonly code: string;
  readonly definitions: readonly (Definition | Gap)[];
}

/**
 * The areas that an element judges, each alone. A place is judged once and, whichever version of the target or group names it
 * by another of its codes, always under the code by which the element named it first: its breaches and its baseline go on.
 */
export class Members {
  /** By place, under its last code. */
  private readonly codes = new Map<string, string>();
  private readonly definitions: Defined['definitions'];

  constructor(
    { target, code, definitions }: Defined,
    private readonly catalogue: Areas,
  ) {
    this.definitions = definitions;
    // Corrected versions too: under the code of the first the episodes stand.
    const groups = target.versions.flatMap(({ elements }) => elements.filter((one) => one.code === code).map(({ areas }) => areas));
    for (const named of new Set(groups)) {
      for (const area of this.inGroup(named)) for (const one of pathOf(area, catalogue, AFTER_ALL)) this.note(one);
    }
  }

  /**
   * The areas that a definition judges on a date: from the day of a merger on the area that each became part of. The list of
   * the group itself where nothing became of any.
   */
  on(definition: Definition | Gap, date: string): readonly string[] {
    const named = this.namedBy(definition);
    if (this.codes.size === 0) return named;
    return [...new Set(named.map((code) => this.codeOf(successorOn(code, this.catalogue, date))))];
  }

  /** All that a definition, or each of the element's, ever judged or will, as far as the catalogue knows of mergers. */
  ever(of: readonly (Definition | Gap)[] = this.definitions): readonly string[] {
    const named = of.flatMap((definition) => this.namedBy(definition));
    if (this.codes.size === 0) return [...new Set(named)];
    return [...new Set(named.flatMap((code) => [...pathOf(code, this.catalogue, AFTER_ALL)].map((one) => this.codeOf(one))))];
  }

  private namedBy({ element }: Definition | Gap): readonly string[] {
    return element ? this.inGroup(element.areas) : [];
  }

  private inGroup(code: string): readonly string[] {
    return this.catalogue.group(code)?.areas ?? [code];
  }

  /** Only places of which something became have more than one code. */
  private note(code: string): void {
    if (this.catalogue.links(code).length === 0) return;
    const place = this.catalogue.codeAt(code, AFTER_ALL);
    if (!this.codes.has(place)) this.codes.set(place, code);
  }

  private codeOf(code: string): string {
    return this.codes.get(this.catalogue.codeAt(code, AFTER_ALL)) ?? code;
  }
}

/** What the area had become part of by the date, through any number of mergers; the code itself where it had not. */
export function successorOn(code: string, catalogue: Omit<Areas, 'group'>, date: string): string {
  return [...pathOf(code, catalogue, date)].at(-1)!;
}

/** The code itself and, one after the other, what it had become part of by the date. */
function* pathOf(code: string, catalogue: Omit<Areas, 'group'>, date: string): Iterable<string> {
  const seen = new Set<string>();
  for (let at: string | undefined = code; at !== undefined && !seen.has(at); at = mergedInto(at, catalogue, date)) {
    seen.add(at);
    yield at;
  }
}

function mergedInto(code: string, catalogue: Omit<Areas, 'group'>, date: string): string | undefined {
  return [code, catalogue.codeAt(code, AFTER_ALL)]
    .flatMap((one) => catalogue.links(one).filter(({ kind, from }) => kind === 'merge' && from === one))
    .find((link) => (link.date ?? catalogue.area(link.from)?.until ?? AFTER_ALL) <= date)?.to;
}

/** Whether the area had ended by the date and no other code of the place goes on: it was split or abolished. */
export function hasEnded(code: string, catalogue: Pick<CatalogueView, 'area' | 'codeAt'>, date: string): boolean {
  const until = catalogue.area(catalogue.codeAt(code, date))?.until ?? null;
  return until !== null && until <= date;
}

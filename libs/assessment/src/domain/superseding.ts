import type { CatalogueView } from '#libs/catalogue';
import type { Definition, Gap } from './element-periods.js';
import { hasEnded, type Members, successorOn } from './members.js';

/** Why an episode cannot go on, though no figure ended it. */
export interface Superseded {
  readonly reason: 'element-ended' | 'area-left' | 'area-merged' | 'target-changed';
  /** The area that is judged in its place. */
  readonly successor?: string;
}

/** When it is asked: the trigger's date, and how far the element's figures have come by then. */
export interface Dates {
  readonly today: string;
  readonly reached: string;
}

/** Who is judged by an element now, and why another is not any more. */
export class Standing {
  private readonly definition: Definition | null;
  private readonly all: Members;
  private readonly members: ReadonlySet<string>;

  constructor(
    { definitions, members }: { readonly definitions: readonly (Definition | Gap)[]; readonly members: Members },
    private readonly catalogue: CatalogueView,
    private readonly dates: Dates,
  ) {
    this.all = members;
    const inForce = definitions.find(({ appliesFrom }) => appliesFrom === null || appliesFrom.start <= dates.today);
    this.definition = inForce?.element ? inForce : null;
    const judged = this.definition ? members.on(this.definition, dates.reached) : [];
    this.members = new Set(judged.filter((area) => !hasEnded(area, catalogue, dates.reached)));
  }

  has(area: string): boolean {
    return this.members.has(area);
  }

  /** The areas that the element names and does not judge any more: merged away, split or abolished by now. */
  gone(): readonly string[] {
    return this.definition ? this.all.ever([this.definition]).filter((area) => !this.has(area)) : [];
  }

  /** Why the area's episodes end, opened on this indicator; null where it is judged as before. */
  supersededBy(area: string, indicator: string | undefined): Superseded | null {
    if (!this.definition) return { reason: 'element-ended' };
    if (!this.has(area)) return this.leftBy(area, this.definition);
    return indicator === undefined || indicator === this.definition.element.indicator ? null : { reason: 'target-changed' };
  }

  private leftBy(area: string, definition: Definition): Superseded {
    const successor = this.inPlaceOf(area);
    return successor !== undefined && this.all.ever([definition]).some((code) => this.catalogue.codesOf(code).includes(area))
      ? { reason: 'area-merged', successor }
      : { reason: 'area-left' };
  }

  /** What it was merged into, or the code under which the same place is judged. */
  private inPlaceOf(area: string): string | undefined {
    const into = successorOn(area, this.catalogue, this.dates.reached);
    return [into, ...this.catalogue.codesOf(into)].find((code) => code !== area && this.has(code));
  }
}

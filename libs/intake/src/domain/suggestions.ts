import { type AreaType, excerpt } from '#libs/kernel';
import type { Area, CatalogueView, Feed, Indicator } from '#libs/catalogue';
import { covers } from './checks.js';

/** So many texts are looked up for one body; a file that names more unknown things is of another catalogue. */
const SEARCHES_MAX = 200;

/** Whose body it is, and what is known. */
interface Known {
  readonly catalogue: Pick<CatalogueView, 'areasLike' | 'indicatorsLike' | 'liesIn'>;
  readonly feed: Pick<Feed, 'areas' | 'indicators'>;
}

/** What the unknown texts of one body may have been meant for: `E08000021 (Newcastle upon Tyne)`, of what its feed may state. */
export class Suggestions {
  private readonly told = new Map<string, string | undefined>();

  constructor(private readonly known: Known) {}

  /** For a text that is no area's code; undefined where it is like none. */
  area(text: string, type?: AreaType): string | undefined {
    const { catalogue, feed } = this.known;
    const mayState = (area: Area): boolean =>
      (type === undefined || area.type === type) && (feed.areas.length === 0 || catalogue.liesIn(area.code, feed.areas));
    return this.once(`area ${text}`, () => catalogue.areasLike(text).filter(mayState));
  }

  /** For a text that is no indicator's code; undefined where it is like none. */
  indicator(text: string): string | undefined {
    const { catalogue, feed } = this.known;
    const mayState = ({ code }: Indicator): boolean => covers(feed.indicators, code);
    return this.once(`indicator ${text}`, () => catalogue.indicatorsLike(text).filter(mayState));
  }

  private once(key: string, search: () => readonly { readonly code: string; readonly name: string }[]): string | undefined {
    if (!this.told.has(key) && this.told.size < SEARCHES_MAX) {
      const found = search().map(({ code, name }) => (name === code ? code : `${code} (${excerpt(name)})`));
      this.told.set(key, found.length === 0 ? undefined : found.join(' or '));
    }
    return this.told.get(key);
  }
}

import type { CatalogueView } from '#libs/catalogue';
import type { Covered } from './coverage.js';

/** By its form, the code of a small area of England, Wales, Scotland or Northern Ireland. */
const SMALL_AREA = /^[EWSN](?:01|20)\d{6}$/;
const COUNTRIES: Readonly<Record<string, string>> = { E: 'E92000001', W: 'W92000004' };

/** Which codes lie outside what a file covers: of another force or nation. A code that no small area has is a mistake. */
export class Outside {
  private readonly nation: string;
  private knowsOthers: boolean | undefined;

  constructor(
    private readonly catalogue: CatalogueView,
    private readonly covered: Covered,
  ) {
    this.nation = covered.area[0]!;
  }

  readonly isCode = (code: string): boolean => {
    if (this.covered.lsoas.has(code)) return false;
    if (this.catalogue.area(code)?.type === 'lsoa') return true;
    return SMALL_AREA.test(code) && (code[0] !== this.nation || !this.isNationKnown());
  };

  /** Whether the catalogue has small areas of other forces of the nation: then it would have the code, were it one. */
  private isNationKnown(): boolean {
    const { catalogue, covered, nation } = this;
    const country = COUNTRIES[nation];
    return (this.knowsOthers ??=
      country !== undefined && catalogue.within(country, 'lsoa').some((code) => !catalogue.liesIn(code, [covered.area])));
  }
}

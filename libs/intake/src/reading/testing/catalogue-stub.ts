import { areaTypeOf, type AreaType, isAreaCode } from '#libs/kernel';
import type { Area, CatalogueView, Feed, Indicator } from '#libs/catalogue';
import { CRIME_TYPES, crimeIndicator } from '../../formats/police-street/crime-types.js';
import { dataLabIndicators } from '../../formats/data-lab/indicators.js';
import { elsIndicators } from '../../formats/ons-els/indicators.js';

/** An indicator that counts incidents each month, or another when told so. */
export const indicatorOf = (code: string, more: Partial<Indicator> = {}): Indicator => ({
  code,
  name: code,
  theme: 'crime',
  measure: 'count',
  per: 1,
  behaviour: 'flow',
  polarity: 'lower',
  frequency: 'month',
  decimals: 0,
  numerator: null,
  denominator: null,
  suppression: null,
  source: null,
  lagDays: null,
  unit: null,
  derived: null,
  version: 1,
  ...more,
});

/** The indicators that the shipped profiles speak of. */
export const shippedIndicators: readonly Indicator[] = [
  ...[...CRIME_TYPES.map(crimeIndicator), 'crime.all'].map((code) => indicatorOf(code)),
  ...[...elsIndicators, ...dataLabIndicators].map((each) => indicatorOf(each.code, each)),
];

/** What a stub catalogue holds: names by code, what each lies in, and code sets; without `areas` any GSS code is known. */
export interface StubFacts {
  readonly areas?: Readonly<Record<string, { name?: string; parents?: readonly string[]; vintages?: readonly string[] }>>;
  readonly indicators?: readonly Indicator[];
}

/** A catalogue for tests, of a few areas made up by hand. */
export function catalogueStub({ areas, indicators = shippedIndicators }: StubFacts = {}): CatalogueView {
  const known = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  const area = (code: string): Area | undefined => {
    const facts = areas ? (Object.hasOwn(areas, code) ? areas[code] : undefined) : isAreaCode(code) ? {} : undefined;
    if (!facts) return undefined;
    const parents = (facts.parents ?? []).map((parent) => ({ code: parent, from: null, until: null }));
    return { code, name: facts.name ?? code, type: areaTypeOf(code), from: null, until: null, parents, vintages: facts.vintages ?? [] };
  };
  const above = (code: string): string[] => [code, ...(area(code)?.parents ?? []).flatMap((parent) => above(parent.code))];
  const within = (code: string, type: AreaType, options: { vintage?: string } = {}): string[] =>
    Object.keys(areas ?? {})
      .filter((each) => areaTypeOf(each) === type && above(each).includes(code))
      .filter((each) => options.vintage === undefined || area(each)!.vintages.includes(options.vintage))
      .sort();
  const none = (): never[] => [];
  const all = Object.keys(areas ?? {}).map((code) => area(code)!);
  return {
    position: '0',
    area,
    areasLike: (text) => all.filter(({ name }) => name === text),
    indicatorsLike: (text) => indicators.filter(({ name }) => name === text),
    indicator: (code) => known.get(code),
    indicators: () => indicators,
    feed: () => undefined,
    feeds: none,
    group: () => undefined,
    groups: none,
    target: () => undefined,
    targets: none,
    links: none,
    codeAt: (code) => code,
    codesOf: (code) => [code],
    within,
    parentOf: (code, type) => above(code).find((each) => areaTypeOf(each) === type),
    liesIn: (code, containers) => above(code).some((each) => containers.includes(each)),
  };
}

/** A feed of a format, with nothing but its defaults. */
export const feedOf = (format: string, more: Partial<Feed> = {}): Feed => ({
  code: format,
  name: format,
  format,
  profile: {},
  profileVersion: 1,
  indicators: ['*'],
  areas: [],
  owner: 'test',
  ...more,
});

import type { CatalogueView, Element, Indicator } from '#libs/catalogue';
import { areaTypeOf } from '#libs/kernel';
import { periodWords } from './period-words.js';
import { unitText } from './words.js';

/** What the sentences are made with. */
interface Names {
  readonly element: Element;
  readonly indicator: Indicator | undefined;
  readonly catalogue: CatalogueView;
}

const PLACES: Readonly<Record<string, string>> = { district: 'district', lsoa: 'neighbourhood', ward: 'ward', region: 'region' };
const TIMES: Readonly<Record<number, string>> = { 2: 'twice', 3: 'three times', 4: 'four times', 5: 'five times', 0.5: 'half' };

/** What is judged: a district, a neighbourhood; an area where the group holds several kinds. */
function placeWord({ element, catalogue }: Names): string {
  const types = new Set((catalogue.group(element.areas)?.areas ?? [element.areas]).map((code) => areaTypeOf(code)));
  return types.size === 1 ? (PLACES[[...types][0]!] ?? 'area') : 'area';
}

function amount(value: number | undefined, { indicator }: Names): string {
  const unit = unitText(indicator);
  const number = (value ?? 0).toLocaleString('en-GB', { maximumFractionDigits: 6 });
  if (unit === 'per cent' || unit === '%') return `${number}%`;
  return unit === 'count' || unit === '' ? number : `${number} ${unit}`;
}

function by({ element, indicator }: Names): string {
  if (element.until === undefined) return '';
  const words = periodWords(element.until, indicator?.frequency);
  return words.startsWith('12 months') ? ` by the ${words}` : ` by ${words}`;
}

const SENTENCES: Partial<Record<Element['kind'], (names: Names) => string>> = {
  floor: (names) => `No ${placeWord(names)} ${beyond(names)} ${amount(names.element.floor, names)}`,
  'multiple-of-national': (names) => {
    const { multiple = 1, national } = names.element;
    const times = multiple === 1 ? '' : `${TIMES[multiple] ?? `${multiple} times`} `;
    const country = national === undefined ? 'the national figure' : (names.catalogue.area(national)?.name ?? 'the national figure');
    return `No ${placeWord(names)} ${beyond(names)} ${times}${country}`;
  },
  reduction: (names) => `${names.element.polarity === 'higher' ? 'Raise' : 'Cut'} by ${names.element.percent}%${by(names)}`,
  level: (names) => `Reach ${amount(names.element.level, names)}${by(names)}`,
  'absolute-gap': (names) => `Narrow the gap${by(names)}`,
  'relative-gap': (names) => `Narrow the relative gap${by(names)}`,
  'count-under-floor': (names) => `Fewer places ${beyond(names)} ${amount(names.element.floor, names)}${by(names)}`,
};

const beyond = ({ element }: Names): string => (element.polarity === 'higher' ? 'below' : 'above');

/** The element in plain words: its title, or a sentence made of its kind, such as `No district above three times England`. */
export function elementTitle(target: string, code: string, catalogue: CatalogueView): string {
  const versions = catalogue.target(target)?.versions ?? [];
  const element = versions.flatMap(({ elements }) => elements.filter((one) => one.code === code)).at(-1);
  if (element === undefined) return `${target} ${code}`;
  const indicator = catalogue.indicator(element.indicator);
  return element.title ?? SENTENCES[element.kind]?.({ element, indicator, catalogue }) ?? indicator?.name ?? `${target} ${code}`;
}

/** The target in plain words: its title, or the agreed sentence. */
export function targetTitle(target: string, catalogue: CatalogueView): string {
  const version = catalogue.target(target)?.versions.at(-1);
  return version?.title ?? version?.sentence ?? '';
}

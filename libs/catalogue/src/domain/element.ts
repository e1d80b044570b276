import { endOf, parsePeriod, type Period, Refusal } from '#libs/kernel';
import { badSlug, firstRefusal } from './defining.js';
import type { Area, Element, ElementKind, Group, Indicator } from './types.js';

/** What the rules of elements ask of the catalogue. */
export interface KnownToElements {
  area(code: string): Area | undefined;
  group(code: string): Group | undefined;
  indicator(code: string): Indicator | undefined;
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** What each kind cannot do without. Kinds that are kept but not judged yet ask for what their formula names. */
const NEEDS: Readonly<Record<ElementKind, readonly (keyof Element)[]>> = {
  floor: ['floor'],
  'count-under-floor': ['floor', 'percent', 'baseline'],
  'multiple-of-national': ['multiple', 'national'],
  reduction: ['percent', 'baseline', 'until'],
  level: ['level', 'baseline', 'until'],
  'absolute-gap': ['group', 'comparator', 'percent', 'baseline'],
  'relative-gap': ['group', 'comparator', 'percent', 'baseline'],
  share: ['group', 'whole'],
  direction: ['test'],
};

type Said = (code: string, detail: string, facts?: Record<string, unknown>) => Refusal;

/** Refuses an element that could not be judged by its kind. */
export function checkElement(element: Element, known: KnownToElements): Refusal | undefined {
  const said: Said = (code, detail, facts = {}) =>
    new Refusal(code, `Element ${element.code}: ${detail}`, { element: element.code, ...facts });
  const indicator = known.indicator(element.indicator);
  if (indicator === undefined)
    return said('unknown-indicator', `the indicator ${element.indicator} is not defined.`, { indicator: element.indicator });
  return firstRefusal([
    () => badSlug('an element', element.code, CODE),
    () => lacking(element, said),
    () => unknownAreas(element, known, said),
    () => wrongNumbers(element, said),
    () => wrongPeriods(element, indicator, said),
    () => wrongTrajectory(element, indicator, said),
  ]);
}

function lacking(element: Element, said: Said): Refusal | undefined {
  const field = NEEDS[element.kind].find((name) => element[name] === undefined);
  if (field !== undefined) return said('field-missing', `the kind ${element.kind} needs ${field}.`, { field });
  const judged = element.kind !== 'share' && element.kind !== 'direction';
  return judged && element.polarity === 'none'
    ? said('field-missing', 'say whether higher or lower is better.', { field: 'polarity' })
    : undefined;
}

function unknownAreas(element: Element, known: KnownToElements, said: Said): Refusal | undefined {
  const named = [element.areas, element.group, element.comparator, element.whole, element.national];
  const unknown = named.find((code) => code !== undefined && !known.group(code) && !known.area(code));
  if (unknown !== undefined)
    return said('unknown-area', `"${unknown.slice(0, 60)}" is neither a group nor an area.`, { area: unknown.slice(0, 60) });
  const { national } = element;
  return national !== undefined && !known.area(national)
    ? said('unknown-area', `the national figure is that of an area, and ${national} is a group.`)
    : undefined;
}

function wrongNumbers({ multiple, percent, margin }: Element, said: Said): Refusal | undefined {
  if (multiple !== undefined && multiple <= 0) return said('wrong-number', 'a multiple is greater than 0.', { field: 'multiple' });
  if (percent !== undefined && (percent <= 0 || percent > 100))
    return said('wrong-number', 'a percentage lies above 0 and up to 100.', { field: 'percent' });
  return margin !== undefined && margin < 0 ? said('wrong-number', 'a margin is not below 0.', { field: 'margin' }) : undefined;
}

function wrongPeriods({ from, until, baseline }: Element, { frequency }: Indicator, said: Said): Refusal | undefined {
  const read = (text: string | undefined): Period | Refusal | undefined => (text === undefined ? undefined : parsePeriod(text, frequency));
  const [first, last, base] = [read(from), read(until), read(baseline?.period)];
  const wrong = [first, last, base].find((period) => period instanceof Refusal);
  if (wrong instanceof Refusal) return said(wrong.code, wrong.detail, wrong.facts);
  const [start, end, zero] = [first, last, base] as (Period | undefined)[];
  if (start && end && start.start >= endOf(end)) return said('wrong-period', `${from} does not come before ${until}.`, { field: 'until' });
  if (zero && end && endOf(zero) >= endOf(end))
    return said('wrong-period', `the baseline ${baseline!.period} does not come before ${until}.`, { field: 'baseline' });
  return undefined;
}

function wrongTrajectory({ trajectory }: Element, { frequency }: Indicator, said: Said): Refusal | undefined {
  const milestones = trajectory?.milestones ?? [];
  if (trajectory?.shape === 'milestones' ? milestones.length === 0 : milestones.length > 0) {
    return said('wrong-trajectory', 'milestones belong to a trajectory of that shape, which has at least one.');
  }
  const periods = milestones.map(({ period }) => parsePeriod(period, frequency));
  const wrong = periods.find((period) => period instanceof Refusal);
  if (wrong instanceof Refusal) return said(wrong.code, wrong.detail, wrong.facts);
  const ends = (periods as Period[]).map(endOf);
  return ends.every((end, i) => i === 0 || ends[i - 1]! < end)
    ? undefined
    : said('wrong-trajectory', 'milestones come in the order of their periods.');
}

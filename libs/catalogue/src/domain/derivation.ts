import { parsePeriod, Refusal } from '#libs/kernel';
import type { KnownIndicators } from './define-indicator.js';
import type { Derivation, Frequency, Indicator } from './types.js';

type SumOfParts = Extract<Derivation, { sumOfParts: unknown }>['sumOfParts'];
type SumOver = Extract<Derivation, { sumOver: unknown }>['sumOver'];
type Rate = Extract<Derivation, { rate: unknown }>['rate'];

const PERIODS_MAX = 120;

/** The indicators that a derivation is made of. */
export function sourcesOf(derived: Derivation): readonly string[] {
  if ('sumOfParts' in derived) return [derived.sumOfParts.of];
  if ('sumOver' in derived) return [derived.sumOver.of];
  return [derived.rate.numerator, derived.rate.denominator];
}

/** Refuses a derivation that could never be worked out: of unknown indicators, of itself, or of what cannot be summed. */
export function checkDerivation(indicator: Indicator, known: KnownIndicators): Refusal | undefined {
  const { derived } = indicator;
  if (derived === null) return undefined;
  const unknown = sourcesOf(derived).find((code) => code !== indicator.code && known.indicator(code) === undefined);
  if (unknown !== undefined) {
    return new Refusal('unknown-indicator', `${indicator.code} is derived from ${unknown}, which is not defined; define that first.`, {
      indicator: unknown,
    });
  }
  if (reaches(derived, indicator.code, known)) {
    return new Refusal('circular-derivation', `${indicator.code} would be derived from itself.`, { indicator: indicator.code });
  }
  if ('sumOfParts' in derived) return checkParts(indicator, derived.sumOfParts, known);
  if ('sumOver' in derived) return checkPeriods(indicator, derived.sumOver, known);
  return checkRate(indicator, derived.rate, known);
}

function reaches(derived: Derivation, code: string, known: KnownIndicators): boolean {
  const seen = new Set(sourcesOf(derived));
  for (const source of seen) {
    if (source === code) return true;
    const further = known.indicator(source)?.derived;
    if (further) for (const next of sourcesOf(further)) seen.add(next);
  }
  return false;
}

function checkParts(indicator: Indicator, rule: SumOfParts, known: KnownIndicators): Refusal | undefined {
  const of = known.indicator(rule.of)!;
  return notCounted(indicator, of) ?? exactly(indicator, of.frequency);
}

function checkPeriods(indicator: Indicator, rule: SumOver, known: KnownIndicators): Refusal | undefined {
  const of = known.indicator(rule.of)!;
  const refusal = notCounted(indicator, of);
  if (refusal) return refusal;
  if (of.behaviour !== 'flow') {
    return new Refusal('not-summable', `${of.code} is a ${of.behaviour}; only a flow can be summed over periods.`, { indicator: of.code });
  }
  if ((rule.periods === undefined) === (rule.kind === undefined)) {
    return new Refusal('unclear-derivation', 'A sum over periods states either how many periods or the kind of year, not both.', {});
  }
  return rule.kind === undefined ? checkWindow(indicator, rule, of) : exactly(indicator, rule.kind);
}

function checkWindow(indicator: Indicator, rule: SumOver, of: Indicator): Refusal | undefined {
  if (!Number.isInteger(rule.periods) || rule.periods! < 2 || rule.periods! > PERIODS_MAX) {
    return new Refusal('unclear-derivation', `A sum over periods takes from 2 to ${PERIODS_MAX} of them.`, { periods: rule.periods });
  }
  return indicator.frequency === of.frequency ? undefined : exactly(indicator, 'rolling');
}

function checkRate(indicator: Indicator, rule: Rate, known: KnownIndicators): Refusal | undefined {
  const numerator = known.indicator(rule.numerator)!;
  const denominator = known.indicator(rule.denominator)!;
  const refusal = notCounted(indicator, denominator) ?? notCounted(indicator, numerator) ?? exactly(indicator, numerator.frequency);
  if (refusal) return refusal;
  if (indicator.measure !== 'rate' && indicator.measure !== 'proportion') {
    return new Refusal('wrong-measure', `${indicator.code} is a rate of two counts; its measure must be rate or proportion.`, {
      measure: indicator.measure,
    });
  }
  const which = rule.denominatorPeriod;
  if (which === 'latest') return undefined;
  if (which === 'same') return exactly(denominator, numerator.frequency);
  const fixed = parsePeriod(which, denominator.frequency);
  return fixed instanceof Refusal ? fixed : undefined;
}

function notCounted(indicator: Indicator, of: Indicator): Refusal | undefined {
  if (of.measure === 'count') return undefined;
  return new Refusal('not-summable', `${indicator.code} cannot be made of ${of.code}, which is a ${of.measure} and not a count.`, {
    indicator: of.code,
  });
}

/** The frequency follows from what the indicator is made of. */
function exactly(indicator: Indicator, expected: Frequency): Refusal | undefined {
  if (indicator.frequency === expected) return undefined;
  const detail = `The frequency of ${indicator.code} must be ${expected}, as that of what it is made of, and it is ${indicator.frequency}.`;
  return new Refusal('wrong-frequency', detail, { indicator: indicator.code, expected, found: indicator.frequency });
}

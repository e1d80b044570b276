import { Refusal } from '#libs/kernel';
import { CatalogueState } from './catalogue-state.js';
import { defineIndicator, type IndicatorDefinition } from './define-indicator.js';

const who = { by: 'test', why: 'test', at: '2026-01-01T00:00:00Z' };
const count: IndicatorDefinition = {
  code: 'crime.a',
  name: 'A',
  theme: 'crime',
  measure: 'count',
  per: 1,
  behaviour: 'flow',
  polarity: 'lower',
  frequency: 'month',
  decimals: 0,
};
const people: IndicatorDefinition = { ...count, code: 'people', behaviour: 'stock', frequency: 'calendar' };

/** What the rule says after these definitions. */
function after(past: readonly IndicatorDefinition[], asked: IndicatorDefinition): unknown {
  const state = past.reduce((known, indicator, i) => {
    const events = defineIndicator({ indicator, ...who }, known);
    if (events instanceof Refusal) throw new Error(events.detail);
    return known.with(events.map((event) => ({ ...event, stream: 'catalogue-indicators', version: i, position: String(i) })));
  }, CatalogueState.empty);
  const outcome = defineIndicator({ indicator: asked, ...who }, state);
  return outcome instanceof Refusal ? outcome.code : outcome.map((event) => event.data.indicator);
}

describe('defining an indicator', () => {
  it('fills in what is not known', () =>
    expect(after([], count)).toEqual([expect.objectContaining({ version: 1, source: null, derived: null })]));
  it('says nothing twice', () => expect(after([count], count)).toEqual([]));
  it('makes the next version', () =>
    expect(after([count], { ...count, name: 'B' })).toEqual([expect.objectContaining({ name: 'B', version: 2 })]));

  const sum = (more: Partial<IndicatorDefinition>): IndicatorDefinition => ({ ...count, code: 'crime.s', ...more });
  const year = { derived: { sumOver: { of: 'crime.a', periods: 12 } }, frequency: 'rolling' } as const;
  it.each<[string, readonly IndicatorDefinition[], IndicatorDefinition]>([
    ['unreadable-code', [], { ...count, code: 'Crime A' }],
    ['unknown-indicator', [], sum({ derived: { sumOfParts: { of: 'crime.a', level: 'lsoa' } } })],
    ['circular-derivation', [count], { ...count, derived: { sumOfParts: { of: 'crime.a', level: 'lsoa' } } }],
    [
      'circular-derivation',
      [count, sum({ derived: { sumOfParts: { of: 'crime.a', level: 'lsoa' } } })],
      { ...count, derived: { sumOfParts: { of: 'crime.s', level: 'lsoa' } } },
    ],
    ['wrong-frequency', [count], sum({ derived: { sumOfParts: { of: 'crime.a', level: 'lsoa' } }, frequency: 'calendar' })],
    ['wrong-frequency', [count], sum({ derived: { sumOver: { of: 'crime.a', kind: 'financial' } }, frequency: 'calendar' })],
    ['unclear-derivation', [count], sum({ derived: { sumOver: { of: 'crime.a' } }, frequency: 'rolling' })],
    ['unclear-derivation', [count], sum({ derived: { sumOver: { of: 'crime.a', periods: 1 } }, frequency: 'rolling' })],
    ['not-summable', [people], sum({ derived: { sumOver: { of: 'people', periods: 3 } }, frequency: 'calendar' })],
    ['not-summable', [{ ...count, measure: 'rate' }], sum({ derived: { sumOfParts: { of: 'crime.a', level: 'lsoa' } } })],
    [
      'wrong-measure',
      [count, people],
      sum({ derived: { rate: { numerator: 'crime.a', denominator: 'people', denominatorPeriod: 'latest' } } }),
    ],
    [
      'wrong-frequency',
      [count, people],
      sum({ measure: 'rate', derived: { rate: { numerator: 'crime.a', denominator: 'people', denominatorPeriod: 'same' } } }),
    ],
    [
      'unreadable-period',
      [count, people],
      sum({ measure: 'rate', derived: { rate: { numerator: 'crime.a', denominator: 'people', denominatorPeriod: 'once' } } }),
    ],
    ['dependant-broken', [count, sum(year)], { ...count, behaviour: 'stock' }],
    ['too-large', [], { ...count, name: 'é'.repeat(110_000) }],
  ])('refuses %s', (code, past, asked) => expect(after(past, asked)).toBe(code));
  it('takes a rolling year and its rate', () => {
    const rate = { numerator: 'crime.s', denominator: 'people', denominatorPeriod: '2001' };
    expect(
      after([count, people, sum(year)], { ...count, code: 'crime.r', measure: 'rate', frequency: 'rolling', derived: { rate } }),
    ).toHaveLength(1);
  });
});

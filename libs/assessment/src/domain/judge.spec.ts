import { financialYears, month } from '#libs/kernel';
import { definition, evidence, indicator, known, outOf, YEAR } from '../testing/evidence.js';
import { judge } from './judge.js';
import { expectedAt, progressShare } from './trajectory.js';

const rate = indicator({ code: 'crime.burglary-rate', measure: 'rate', per: 1000, polarity: 'lower' });
const count = indicator({ code: 'crime.all', measure: 'count', per: 1, polarity: 'lower' });

describe('a floor', () => {
  it('of 38% is missed by 841 of 2,310, but its limits hold the floor: a point breach', () => {
    const said = judge(evidence({ known: outOf(841, 2310, 100) }));
    expect(said).toMatchObject({ outcome: 'breach', certainty: 'point', floor: 38, expected: null, level: 95 });
    expect([said.value, said.lower, said.upper].map((x) => x!.toFixed(2))).toEqual(['36.41', '34.47', '38.39']);
  });

  it('of 38% is missed by 810 of 2,310 for certain at 95, and not at 99.8', () => {
    const said = judge(evidence({ known: outOf(810, 2310, 100) }));
    expect(said).toMatchObject({ outcome: 'breach', certainty: '95' });
    expect([said.value, said.lower, said.upper].map((x) => x!.toFixed(2))).toEqual(['35.06', '33.15', '37.03']);
  });

  it('that is met exactly is met', () => expect(judge(evidence({ known: known(38) }))).toMatchObject({ outcome: 'met', distance: 0 }));

  it('is judged on what is stored, not on what is shown', () =>
    expect(judge(evidence({ known: known(37.96) }))).toMatchObject({ outcome: 'breach', distance: -0.04 }));

  it('lies the other way where lower is better', () =>
    expect(judge(evidence({ definition: definition({ polarity: 'lower' }), known: known(40) }))).toMatchObject({
      outcome: 'breach',
      distance: -2,
    }));
});

describe('figures so huge that their line, distance or limits are no number', () => {
  const isStorable = (said: object): boolean => Object.values(said).every((one) => typeof one !== 'number' || Number.isFinite(one));

  it('are not judged, out of range: an event cannot hold what came of them, and the others would wait for ever', () => {
    const multiple = definition({ kind: 'multiple-of-national', polarity: 'lower', multiple: 1e308, national: 'E92000001' });
    const line = judge(evidence({ definition: multiple, indicator: rate, known: known(1), comparator: known(1e10) }));
    const far = definition({ kind: 'multiple-of-national', polarity: 'lower', multiple: 1, national: 'E92000001' });
    const distance = judge(evidence({ definition: far, indicator: rate, known: known(1.7e308), comparator: known(-1.7e308) }));
    for (const said of [line, distance]) {
      expect(said).toMatchObject({ outcome: 'not-judged', reason: 'out-of-range', floor: null, distance: null });
      expect(isStorable(said)).toBe(true);
    }
  });

  it('have no worked-out limits where these are no number', () => {
    for (const value of [1e150, 1e250, 1.79e308]) expect(isStorable(judge(evidence({ indicator: count, known: known(value) })))).toBe(true);
  });
});

describe('a multiple of the national figure', () => {
  const three = definition({ kind: 'multiple-of-national', polarity: 'lower', multiple: 3, national: 'E92000001' });
  const local = outOf(1180, 20_000, 1000);
  const said = (national: number | null) =>
    judge(evidence({ definition: three, indicator: rate, known: local, comparator: known(national) }));

  it('of 3 is passed by 59.0 against 19.3, not for certain', () => {
    const j = said(19.3);
    expect(j).toMatchObject({
      outcome: 'breach',
      certainty: 'point',
      value: 59,
      floor: 57.9,
      comparator: { area: 'E92000001', value: 19.3 },
      distance: -1.1,
    });
    expect([j.lower!.toFixed(2), j.upper!.toFixed(2)]).toEqual(['55.68', '62.46']);
    expect([j.value! / 19.3, j.lower! / 19.3, j.upper! / 19.3].map((x) => x.toFixed(3))).toEqual(['3.057', '2.885', '3.237']);
  });

  it('is confirmed when the national figure alone is revised to 18.1, at 95', () => {
    const j = said(18.1);
    expect(j).toMatchObject({ outcome: 'breach', certainty: '95', value: 59 });
    expect([j.value! / 18.1, j.lower! / 18.1].map((x) => x.toFixed(3))).toEqual(['3.260', '3.076']);
  });

  it('is not judged without the national figure', () =>
    expect(said(null)).toMatchObject({ outcome: 'not-judged', reason: 'no-comparator' }));
});

it('does not judge a period that has not ended, unless its results come earlier (design 4.6)', () => {
  const on = (date: string, lagDays: number | null) => judge(evidence({ date, indicator: indicator({ lagDays }) }));
  expect(on('2004-03-31', 60)).toMatchObject({ outcome: 'not-judged', reason: 'period-not-ended', value: 40, floor: null });
  expect(on('2004-04-01', 60)).toMatchObject({ outcome: 'met' });
  expect(on('2004-03-31', -1)).toMatchObject({ outcome: 'met' });
});

describe('a reduction', () => {
  const periods = { baseline: financialYears(2002), until: financialYears(2005) };
  // 18.29% as printed; the target itself is 4,341.
  const percent = ((5313 - 4341) / 5313) * 100;
  const cut = (shape: 'linear' | 'compound') =>
    definition({ kind: 'reduction', polarity: 'lower', percent, baseline: { period: '2002-03' }, trajectory: { shape } }, periods);
  const said = (shape: 'linear' | 'compound', year: number, value: number) =>
    judge(evidence({ definition: cut(shape), indicator: count, period: financialYears(year), known: known(value), baseline: 5313 }));

  it('is off course after two of three years at 4,992', () => {
    expect(percent.toFixed(2)).toBe('18.29');
    expect(said('linear', 2004, 4992)).toMatchObject({ outcome: 'off-course', expected: 4665, floor: 4665, distance: -327 });
    expect(said('compound', 2004, 4992).expected!.toFixed(1)).toBe('4643.4');
    expect((((5313 - 4992) / 5313) * 100).toFixed(2)).toBe('6.04');
    expect((progressShare({ baseline: 5313, target: 4341 }, 4992)! * 100).toFixed(1)).toBe('33.0');
    expect(((4992 / 4665 - 1) * 100).toFixed(1)).toBe('7.0');
  });

  it('is on course at the milestone itself', () => expect(said('linear', 2004, 4665)).toMatchObject({ outcome: 'on-course', distance: 0 }));

  it('is met or in breach at its end', () => {
    expect(said('linear', 2005, 4341)).toMatchObject({ outcome: 'met', distance: 0, floor: 4341 });
    expect(said('linear', 2005, 4900)).toMatchObject({ outcome: 'breach', certainty: '99.8' });
  });

  it('is not judged without its baseline', () =>
    expect(judge(evidence({ definition: cut('linear'), indicator: count, known: known(1) }))).toMatchObject({ reason: 'no-baseline' }));
});

describe('a level', () => {
  const periods = { baseline: financialYears(2001), until: financialYears(2005) };
  const reach = definition({ kind: 'level', polarity: 'higher', level: 60, baseline: { period: '2001-02' } }, periods);
  const said = (year: number, value: number, baseline: number | null = 50) =>
    judge(evidence({ definition: reach, period: financialYears(year), known: known(value), baseline }));

  it('is on or off course on the way', () => {
    expect(said(2003, 55)).toMatchObject({ outcome: 'on-course', expected: 55 });
    expect(said(2003, 54.9)).toMatchObject({ outcome: 'off-course', distance: -0.1 });
  });

  it('is met or in breach at its end, where it needs no baseline', () => {
    expect(said(2005, 60, null)).toMatchObject({ outcome: 'met', floor: 60, expected: 60 });
    expect(said(2005, 59.9, null)).toMatchObject({ outcome: 'breach' });
    expect(said(2004, 59.9, null)).toMatchObject({ outcome: 'not-judged', reason: 'no-baseline' });
  });
});

describe('a trajectory', () => {
  const journey = { baseline: 100, target: 60, from: financialYears(2000), until: financialYears(2004) };

  it('of stored milestones wins over the straight line, and is straight between them', () => {
    const stored = [{ period: financialYears(2002), value: 95 }];
    const at = (year: number) => expectedAt(journey, { shape: 'milestones' }, financialYears(year), stored);
    expect([2001, 2002, 2003, 2004].map(at)).toEqual([97.5, 95, 77.5, 60]);
  });

  it('that is compound falls by the same share each year', () =>
    expect(expectedAt(journey, { shape: 'compound' }, financialYears(2002))).toBeCloseTo(100 * 0.6 ** 0.5, 10));

  it('that is compound to nothing goes straight', () =>
    expect(expectedAt({ ...journey, target: 0 }, { shape: 'compound' }, financialYears(2002))).toBe(50));

  it('counts rolling windows by their ends', () =>
    expect(
      expectedAt(
        { ...journey, from: month(2004, 1), until: month(2005, 1) },
        { shape: 'linear' },
        { kind: 'rolling', start: '2003-08-01', months: 12 },
      ),
    ).toBe(80));
});

describe('nothing is judged', () => {
  const reasonOf = (more: Parameters<typeof evidence>[0]) => judge(evidence(more)).reason;

  it.each([
    ['missing', { known: undefined }],
    ['missing', { known: known(null, { status: 'missing' }) }],
    ['suppressed', { known: known(null, { status: 'suppressed' }) }],
    ['dropped', { known: known(null, { status: 'missing', reason: 'dropped' }) }],
    ['partial', { known: known(null, { status: 'missing', reason: 'partial' }) }],
    ['not-comparable', { known: undefined, comparable: false }],
    ['no-polarity', { definition: definition({ polarity: 'none' }) }],
    ['kind-not-judged', { definition: definition({ kind: 'share' }) }],
  ] as const)('where the reason is %s', (reason, more) => {
    expect(reasonOf(more)).toBe(reason);
    expect(judge(evidence(more))).toMatchObject({ outcome: 'not-judged', certainty: 'point', floor: null, distance: null });
  });
});

describe('published limits', () => {
  const said = (more: object) => judge(evidence({ known: known(36, { numerator: 810, denominator: 2310, ...more }), period: YEAR }));

  it('win over computed ones, at their own level alone', () => {
    expect(said({ lower: 30, upper: 37, level: 95 })).toMatchObject({ lower: 30, upper: 37, level: 95, certainty: '95' });
    expect(said({ lower: 30, upper: 37, level: null })).toMatchObject({ level: 95, certainty: '95' });
    expect(said({ lower: 30, upper: 37, level: 99.8 })).toMatchObject({ level: 99.8, certainty: '99.8' });
    expect(said({ lower: 30, upper: 37, level: 90 })).toMatchObject({ level: 90, certainty: 'point' });
  });

  it('hold a line that lies exactly on them', () =>
    expect(said({ lower: 30, upper: 38, level: 95 })).toMatchObject({ certainty: 'point' }));

  it('are not made up where the measure or the figure has none', () => {
    expect(judge(evidence({ indicator: indicator({ measure: 'mean' }), known: outOf(810, 2310, 100) }))).toMatchObject({
      lower: null,
      level: null,
    });
    expect(judge(evidence({ indicator: indicator({ measure: 'count', behaviour: 'stock' }), known: known(30) }))).toMatchObject({
      lower: null,
    });
    // The value is not the quotient of its own numbers: an adjusted figure.
    expect(judge(evidence({ known: known(60, { numerator: 810, denominator: 2310 }) }))).toMatchObject({ lower: null });
  });
});

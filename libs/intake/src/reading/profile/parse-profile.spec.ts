import { Refusal } from '#libs/kernel';
import { factsOfName, isNamePattern } from './file-name.js';
import { parseProfile } from './parse-profile.js';
import { type Profile, slug } from './profile.js';

const keyOf = (raw: Record<string, unknown>): unknown => {
  const parsed = parseProfile(raw);
  return parsed instanceof Refusal ? parsed.facts['key'] : parsed;
};

describe('a profile', () => {
  it('has a default for every key', () =>
    expect(parseProfile({})).toMatchObject({ status: 'final', level: 95, complete: 'none', coverage: 'force', theme: null }));

  it.each([
    [{ colums: {} }, 'colums'],
    [{ columns: { areas: 'x' } }, 'columns.areas'],
    [{ columns: 'area' }, 'columns'],
    [{ periods: ['year'] }, 'periods'],
    [{ markers: { x: 'gone' } }, 'markers.x'],
    [{ complete: 'all' }, 'complete'],
    [{ encoding: 'latin1' }, 'encoding'],
    [{ indicators: { A: { code: 'Not A Code' } } }, 'indicators.A.code'],
    [{ indicators: { A: { code: 'a.b', scale: 0 } } }, 'indicators.A.scale'],
    [{ indicators: { A: { code: 'a.b', unit: '%' } } }, 'indicators.A.unit'],
    [{ indicators: { A: { code: 'a.b', releasedBefore: '2020' } } }, 'indicators.A.releasedBefore'],
    [{ breakdowns: 'sex' }, 'breakdowns'],
    [{ fileName: '(a+)+$' }, undefined],
    [{ fileName: '{year}.csv' }, 'fileName'],
    [{ level: '95' }, 'level'],
    [{ status: 'good' }, 'status'],
    [JSON.parse('{"__proto__": {"level": 1}}') as Record<string, unknown>, '__proto__'],
  ])('%j names the key that is wrong', (raw, key) => {
    if (key === undefined) expect(parseProfile(raw)).not.toBeInstanceOf(Refusal);
    else expect(keyOf(raw)).toBe(key);
  });

  it('lies over the defaults of its format, name by name', () => {
    const parsed = parseProfile(
      { markers: { q: 'missing:quiet' }, theme: 'health' },
      { markers: { x: 'missing:not-available' }, level: 99.8 },
    );
    expect(parsed).toMatchObject({ theme: 'health', level: 99.8 });
    expect((parsed as Profile).markers).toEqual(
      new Map([
        ['x', 'missing:not-available'],
        ['q', 'missing:quiet'],
      ]),
    );
  });
});

describe('a file name', () => {
  it.each([
    ['2020-05-northumbria-street.csv', '{month}-{force}-street.csv', { month: '2020-05', force: 'northumbria' }],
    ['2020-05-City-of-London-street.csv.gz', '{month}-{force}-street.csv', { month: '2020-05', force: 'city-of-london' }],
    ['2024-11-15_0d1448fd.csv.gz', '{released}_*', { released: '2024-11-15' }],
    ['claimant_count_2024-07-08_55c6d8c.csv', '*_{released}_*', { released: '2024-07-08' }],
    ['x_2024-02-31_y.csv', '*_{released}_*', {}],
    ['2020-13-cleveland-street.csv', '{month}-{force}-street.csv', {}],
    ['../../etc/passwd', '{month}-{force}-street.csv', {}],
  ])('%s by %s', (name, pattern, facts) => expect(factsOfName(name, [pattern])).toEqual(facts));

  it('takes no pattern that could take long', () => expect(isNamePattern('*a*b*')).toBe(false));
});

describe('a slug', () => {
  it.each([
    ['Violence and sexual offences', 'violence-and-sexual-offences'],
    ['  A & B (per 1,000) ', 'a-and-b-per-1-000'],
  ])('of %s', (name, expected) => expect(slug(name)).toBe(expected));
});

import fc from 'fast-check';

/** A feed as it is posted: what its profile holds may be anything. */
export interface AnyFeed {
  readonly format: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly indicators: unknown;
  readonly areas: unknown;
}

const ROLES = ['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'lower', 'upper', 'level', 'status', 'breakdown'];
const KINDS = ['day', 'month', 'quarter', 'calendar', 'financial', 'academic', 'rolling'];
const STATUSES = [
  'final',
  'provisional',
  'revised',
  'estimated',
  'suppressed',
  'missing',
  'missing:not-available',
  'suppressed:small-number',
];
export const NAMES = ['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'status', 'level', 'A B', ' é ', 'x', ''];
/** The indicators of the fixture, by measure. */
export const INDICATORS = ['any.count', 'any.homes', 'any.rate', 'any.share', 'any.mean', 'any.index', 'any.standardised', 'any.day'];

/** Stands for a number that JSON can write and no computer can hold. */
const BEYOND = '@1e999@';
export const asJson = (value: unknown): string => JSON.stringify(value).replaceAll(JSON.stringify(BEYOND), '1e999');

const name = fc.constantFrom(...NAMES);
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800', 'x'.repeat(401), 'é'.repeat(300), ';', '=', '{released}', '*'),
);
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(BEYOND, [BEYOND], { a: BEYOND }, -1, 0, 1e308, 5e-324, null, [], {}, [null]),
  oddText,
);

/** Mostly what the member takes, now and then something else. */
const mostly = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: anything });
const oneOrMany = (one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof(one, fc.array(one, { maxLength: 3 }));
const named = (key: fc.Arbitrary<string>, one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  mostly(fc.dictionary(fc.oneof({ weight: 20, arbitrary: key }, { weight: 1, arbitrary: oddText }), mostly(one), { maxKeys: 4 }));
/** So many that a bound is met, or that should be one. */
const many = (of: (n: number) => unknown): fc.Arbitrary<unknown> =>
  fc.constantFrom(100, 1_500, 6_000).map((count) => Array.from({ length: count }, (_, n) => of(n)));
const manyNamed = (of: (n: number) => readonly [string, unknown]): fc.Arbitrary<unknown> =>
  many(of).map((entries) => Object.fromEntries(entries as [string, unknown][]));
const seldom = (usual: fc.Arbitrary<unknown>, rare: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 25, arbitrary: usual }, { weight: 1, arbitrary: rare });

const kinds = oneOrMany(fc.constantFrom(...KINDS));
const scale = fc.constantFrom<unknown>(1, 100, 0.001, 1e300, 1e-300, 5e-324, 1.7976931348623157e308);
const meaning = fc.oneof(
  fc.constantFrom(...INDICATORS),
  fc.record(
    {
      code: mostly(fc.constantFrom(...INDICATORS, 'any.none')),
      scale: mostly(scale),
      periods: mostly(kinds),
      where: named(name, fc.constantFrom('x', '', 'Tonnes', 7, true)),
      releasedBefore: mostly(fc.constantFrom('2020-01-01', '0001-01-01', '9999-12-31')),
    },
    { requiredKeys: ['code'] },
  ),
);
const breakdown = fc.oneof(
  name,
  fc.record({ column: mostly(name), as: mostly(fc.oneof(name, oddText)), headline: mostly(oneOrMany(name)) }, { requiredKeys: ['column'] }),
);
/** A name for some roles, none of which is another's. */
const ownColumns = fc.record(
  Object.fromEntries(
    ROLES.map((role) => [role, fc.constantFrom<unknown>(role, `The ${role}`, [`Old ${role}`, `  ${role.toUpperCase()} `])]),
  ),
  { requiredKeys: [] },
);
const pattern = fc.constantFrom(
  '*_{released}_*',
  '*{released}*',
  '{month}-{force}-street.csv',
  '*{force}*x',
  '*',
  '(a+)+$',
  '*{force}*{month}',
);

/** Every member of a profile. */
const MEMBERS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  encoding: mostly(fc.constantFrom('utf-8', 'any')),
  columns: fc.oneof(
    { weight: 12, arbitrary: ownColumns },
    { weight: 1, arbitrary: named(fc.constantFrom(...ROLES), oneOrMany(name)) },
    { weight: 1, arbitrary: fc.record({ area: many((n) => `area ${n}`) }) },
  ),
  periods: mostly(kinds),
  academicFrom: mostly(oneOrMany(fc.constantFrom('08-01', '09-01', '02-29', '12-31'))),
  markers: seldom(
    named(fc.constantFrom('', '*', 'c', '0', '1e308', 'final', 'e'), fc.constantFrom(...STATUSES)),
    manyNamed((n) => [`marker ${n}`, 'missing:gone']),
  ),
  remarks: mostly(fc.boolean()),
  keep: seldom(
    named(fc.constantFrom('x', 'x', 'status'), oneOrMany(fc.constantFrom('', 'final', 'x'))),
    manyNamed((n) => [`kept ${n}`, 'x']),
  ),
  indicators: seldom(
    named(fc.constantFrom(...INDICATORS, 'Name', ''), oneOrMany(meaning)),
    manyNamed((n) => [`name ${n}`, { code: 'any.count', where: { [`column ${n}`]: 'x' } }]),
  ),
  breakdowns: seldom(
    mostly(fc.array(mostly(breakdown), { maxLength: 3 })),
    many((n) => `dimension ${n}`),
  ),
  theme: mostly(fc.constantFrom<unknown>('any', null, null, 'a'.repeat(120))),
  coverage: mostly(fc.constantFrom('force', 'none')),
  forces: named(fc.constantFrom('northumbria', 'any-force'), fc.constantFrom('E23000007', 'E12000001', 'none')),
  complete: mostly(fc.constantFrom('none', 'indicator', 'window')),
  outside: mostly(oneOrMany(fc.constantFrom('S', 'E', '', 'W06'))),
  fileName: seldom(
    mostly(oneOrMany(pattern)),
    many(() => '*{force}*x'),
  ),
  status: mostly(fc.constantFrom(...STATUSES)),
  level: mostly(fc.constantFrom(50, 95, 99.8, 100)),
};
/** A few of them at once: each alone can have all rows refused. Now and then one that there is not. */
const profile = fc
  .subarray(Object.keys(MEMBERS), { maxLength: 5 })
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, MEMBERS[key]!]))))
  .chain((one) => fc.oneof({ weight: 20, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.record({ unknown: anything }) }));

/** Feeds of every format, their profiles mostly such as are accepted. */
export const anyFeed: fc.Arbitrary<AnyFeed> = fc.record({
  format: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('observations', 'observations', 'observations', 'data-lab', 'ons-els', 'police-street') },
    { weight: 1, arbitrary: fc.constantFrom('none', '__proto__') },
  ),
  profile,
  indicators: seldom(fc.constantFrom<unknown>([], ['*'], ['any.*'], ['any.count', 'crime.*']), anything),
  areas: seldom(fc.constantFrom<unknown>([], ['E92000001'], ['E12000001'], ['E08000037']), anything),
});

import fc from 'fast-check';
import { type Level, wilson } from './index.js';

const LEVELS: Level[] = [95, 99.8];

describe("Wilson's score interval", () => {
  it.each([
    // To twenty digits the upper limit is 0.73635751756902468266; notes that print 0.7363576 round it up.
    [65, 100, 95, '0.5525444', '0.7363575'],
    [65, 100, 99.8, '0.4954947', '0.7783541'],
    [1045, 5000, 95, '0.1979555', '0.2204913'],
    [222, 3215, 95, '0.0607917', '0.0783396'],
    [5, 100, 95, '0.0215437', '0.1117505'],
    [0, 40, 95, '0.0000000', '0.0876216'],
    [40, 40, 95, '0.9123784', '1.0000000'],
  ] as const)('of %d in %d at %d is the published one', (x, n, level, lower, upper) => {
    const limits = wilson(x, n, level);
    expect([limits.lower.toFixed(7), limits.upper.toFixed(7)]).toEqual([lower, upper]);
  });

  it('is exactly 0 and 1 at the ends', () => {
    expect(wilson(0, 40, 95).lower).toBe(0);
    expect(wilson(40, 40, 99.8).upper).toBe(1);
  });

  it.each([
    [41, 40],
    [-1, 40],
    [0, 0],
    [NaN, 40],
  ])('refuses %d of %d', (x, n) => expect(() => wilson(x, n, 95)).toThrow(RangeError));

  const pairs = fc.integer({ min: 1, max: 1_000_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

  it('holds the estimate and stays within 0 and 1', () =>
    fc.assert(
      fc.property(pairs, fc.constantFrom(...LEVELS), ([x, n], level) => {
        const { lower, upper } = wilson(x, n, level);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(x / n);
        expect(upper).toBeGreaterThanOrEqual(x / n);
      }),
    ));

  it('is wider at the higher level', () =>
    fc.assert(
      fc.property(pairs, ([x, n]) => {
        const [colour, surprise] = [wilson(x, n, 95), wilson(x, n, 99.8)];
        expect(surprise.lower).toBeLessThanOrEqual(colour.lower);
        expect(surprise.upper).toBeGreaterThanOrEqual(colour.upper);
      }),
    ));
});

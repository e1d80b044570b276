import fc from 'fast-check';
import { lnGamma, lowerGamma } from './gamma.js';
import { byar, byarRate, exactPoisson } from './index.js';

describe("Byar's limits", () => {
  it.each([
    [65, '50.163188', '82.849139'],
    [1045, '982.593202', '1110.331213'],
    [20, '12.211429', '30.889880'],
    [10, '4.787450', '18.391459'],
    [0, '0.000000', '3.688879'],
    [1, '0.025318', '5.571643'],
    [5, '1.623486', '11.668332'],
    [9, '4.115373', '17.084803'],
  ])('of %d are the published ones', (x, lower, upper) => {
    const limits = byar(x, 95);
    expect([limits.lower.toFixed(6), limits.upper.toFixed(6)]).toEqual([lower, upper]);
  });

  it('are exact where the approximation would go below zero', () => {
    // A count of at least one has the chance 1 - exp(-mean).
    expect(byar(1, 99.8).lower).toBeCloseTo(-Math.log(0.999), 12);
    expect(byar(0, 99.8).upper).toBeCloseTo(-Math.log(0.001), 12);
  });

  it('of a rate may exceed its multiplier', () => expect(byarRate(120, 100, 100, 95).upper).toBeGreaterThan(100));

  it('of pooled years show the published ones', () => {
    const [pooled, last] = [byarRate(30, 7350, 1000, 95), byarRate(12, 2450, 1000, 95)];
    expect([pooled, last].map(({ lower, upper }) => [lower.toFixed(2), upper.toFixed(2)])).toEqual([
      ['2.75', '5.83'],
      ['2.53', '8.56'],
    ]);
  });

  it('refuse what is no count and no denominator', () => {
    expect(() => byar(-1, 95)).toThrow(RangeError);
    expect(() => byar(NaN, 95)).toThrow(RangeError);
    expect(() => byarRate(1, 0, 1000, 95)).toThrow(RangeError);
  });

  it('hold the count, are wider at the higher level and rise with the count', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (x) => {
        const [colour, surprise, next] = [byar(x, 95), byar(x, 99.8), byar(x + 1, 95)];
        expect(surprise.lower).toBeGreaterThanOrEqual(0);
        expect(surprise.lower).toBeLessThanOrEqual(colour.lower);
        expect(colour.lower).toBeLessThanOrEqual(x);
        expect(colour.upper).toBeGreaterThan(x);
        expect(surprise.upper).toBeGreaterThan(colour.upper);
        expect(next.upper).toBeGreaterThan(colour.upper);
        expect(next.lower).toBeGreaterThan(colour.lower);
      }),
    ));
});

describe('the exact limits of a count', () => {
  /** Summed directly, the other way about: the chance of at most x. */
  const atMost = (x: number, mean: number): number => {
    let term = Math.exp(-mean);
    let sum = term;
    for (let i = 1; i <= x; i += 1) sum += term *= mean / i;
    return sum;
  };

  it('leave one tail on each side, to eleven digits', () => {
    for (const [level, tail] of [
      [95, 0.025],
      [99.8, 0.001],
    ] as const)
      for (let x = 1; x < 10; x += 1) {
        const { lower, upper } = exactPoisson(x, level);
        expect(Math.abs(1 - atMost(x - 1, lower) - tail)).toBeLessThan(tail * 1e-11);
        expect(Math.abs(atMost(x, upper) - tail)).toBeLessThan(tail * 1e-11);
      }
  });

  it('stand on a gamma function of fourteen digits', () => {
    expect(Math.abs(lnGamma(11) / Math.log(3_628_800) - 1)).toBeLessThan(1e-14);
    expect(lowerGamma(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
    expect(lowerGamma(1, 0)).toBe(0);
  });
});

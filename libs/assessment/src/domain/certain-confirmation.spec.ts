import fc from 'fast-check';
import { type Figure, figure, type Known } from '#libs/figures';
import { addMonths, fold, type Period } from '#libs/kernel';
import { wilson } from '#libs/statistics';
import { definition, evidence, indicator } from '../testing/evidence.js';
import { breach, type JudgementMade } from './breach.js';
import { judge } from './judge.js';
import type { BreachEvent, Judgement } from './types.js';

const FLOOR = 38;
const monthly = indicator({ frequency: 'month', lagDays: 800 });
const monthOf = (n: number): Period => ({ kind: 'month', start: addMonths('2026-01-01', n), months: 1 });

const statuses = fc.constantFrom('provisional', 'revised', 'final', 'estimated') as fc.Arbitrary<NonNullable<Figure['status']>>;
/** Near the line and far from it: counted (limits are worked out), published with limits at a level, or bare. */
const figures: fc.Arbitrary<Figure> = fc.oneof(
  fc.record({ x: fc.integer({ min: 0, max: 400 }), n: fc.constantFrom(10, 60, 400), status: statuses }).map(({ x, n, status }) => {
    const numerator = Math.min(x, n);
    return figure((numerator / n) * 100, { numerator, denominator: n, status });
  }),
  fc
    .record({
      value: fc.integer({ min: 20, max: 50 }),
      half: fc.integer({ min: 0, max: 12 }),
      level: fc.constantFrom(80, 90, 95, 99, 99.8, null),
      status: statuses,
    })
    .map(({ value, half, level, status }) => figure(value, { lower: value - half, upper: value + half, level, status })),
  fc.record({ value: fc.integer({ min: 20, max: 50 }), status: statuses }).map(({ value, status }) => figure(value, { status })),
);

const judged = (n: number, stated: Figure): Judgement => {
  const period = monthOf(n);
  const known: Known = { period, figure: stated, provenance: null, derivedFrom: null };
  return judge(evidence({ definition: definition({ floor: FLOOR }), indicator: monthly, period, known }));
};

/** The level, worked out anew from the figure, at which it lies below the line for certain; 0 where it does not. */
function certainAt({ value, numerator, denominator, upper, level }: Figure): number {
  if (upper !== null) return upper < FLOOR ? (level ?? 95) : 0;
  if (numerator === null || denominator === null || value === null) return 0;
  const isBelow = (at: 95 | 99.8): boolean => wilson(numerator, denominator, at).upper * 100 < FLOOR;
  return isBelow(99.8) ? 99.8 : isBelow(95) ? 95 : 0;
}

const hasLimits = (stated: Figure): boolean => stated.upper !== null || stated.numerator !== null;

/** Whether the figures known then give a ground to confirm on. */
function isGround(known: ReadonlyMap<number, Figure>, margin: number | null): boolean {
  const months = [...known.keys()].sort((a, b) => a - b);
  const latest = known.get(months.at(-1)!)!;
  if (!hasLimits(latest)) return margin !== null && latest.status === 'final' && FLOOR - latest.value! > margin;
  const previous = months.length > 1 ? known.get(months.at(-2)!)! : null;
  return certainAt(latest) >= 99.8 || (certainAt(latest) >= 95 && previous !== null && certainAt(previous) >= 95);
}

describe('a breach', () => {
  const deliveries = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), figures, fc.boolean()), { minLength: 1, maxLength: 12 });
  const margins = fc.constantFrom(null, 0, 5);

  it('is never confirmed without certainty, whatever figures come in whatever order (design 7)', () => {
    let confirmed = 0;
    const property = fc.property(deliveries, margins, (all, margin) => {
      const known = new Map<number, Figure>();
      const past: BreachEvent[] = [];
      for (const [n, [month, stated, backfill]] of all.entries()) {
        known.set(month, stated);
        const judgements = [...known.keys()].sort((a, b) => a - b).map((one) => judged(one, known.get(one)!));
        const trigger = { event: `e${n}`, position: String(n).padStart(4, '0'), submission: null, date: '2026-11-28' };
        const behind: JudgementMade['behind'] = { backing: 'touched', fresh: true };
        const command = { judgements, margin, behind, trigger, backfill, superseded: null, episode: `episode-${n}` };
        const events = breach.decide(command, fold(breach, past)) as readonly BreachEvent[];
        past.push(...events);
        for (const { data } of events.filter(({ type }) => type === 'BreachConfirmed')) {
          confirmed += 1;
          const then = [...known].filter(([one]) => monthOf(one).start <= data.judgement.periodStart);
          if (!isGround(new Map(then), margin)) throw new Error(`Confirmed on ${JSON.stringify(then)} with margin ${margin}.`);
        }
      }
    });
    fc.assert(property, { numRuns: 400 });
    expect(confirmed).toBeGreaterThan(50);
  });
});

import { clockAfter, clockAtStart, type ClockState, isBehind } from './clock-watch.js';

const MIN = 60_000;
const DAY = 86_400_000;
const start = { wallMs: 1_000 * DAY, monotonicMs: 0 };
/** Looks twice a minute while both clocks go on, after a jump of the wall clock. */
const after = (state: ClockState, jumpMs: number, minutes: number): ClockState => {
  let { wallMs, monotonicMs } = state.last;
  wallMs += jumpMs;
  for (let i = 0; i < minutes * 2; i++) state = clockAfter(state, { wallMs: (wallMs += MIN / 2), monotonicMs: (monotonicMs += MIN / 2) });
  return state;
};

describe('the watch over the clock (design 4.7)', () => {
  const calm = clockAtStart(start, start.wallMs - DAY);

  it('trusts a clock that goes on, also when a time server sets it by seconds', () => {
    expect(after(calm, 0, 60).offMs).toBe(0);
    expect(after(calm, 50_000, 1).offMs).toBe(0);
  });
  it('does not trust one that jumped, until it has kept that for a quarter of an hour: a machine that slept', () => {
    expect(after(calm, 8 * 3_600_000, 10).offMs).toBe(8 * 3_600_000);
    expect(after(calm, 8 * 3_600_000, 16).offMs).toBe(0);
  });
  it('does not believe a jump of more than a month, however long it lasts', () =>
    expect(after(calm, 400 * DAY, 600).offMs).toBe(400 * DAY));
  it('does not believe a jump back either', () => expect(after(calm, -DAY, 600).offMs).toBe(-DAY));
  it('trusts it at once when it comes back', () => expect(after(after(calm, 400 * DAY, 5), -400 * DAY, 1).offMs).toBe(0));
  it('does not trust, at a start, a clock that is more than a month after the end of the log', () => {
    expect(clockAtStart(start, start.wallMs - 30 * DAY).offMs).toBe(0);
    expect(clockAtStart(start, start.wallMs - 40 * DAY).offMs).toBe(40 * DAY);
    expect(clockAtStart(start, null).offMs).toBe(0);
  });
  it('notices a clock that lies before the log', () => {
    expect(isBehind(start.wallMs, start.wallMs + 2 * MIN, MIN)).toBe(true);
    expect(isBehind(start.wallMs, start.wallMs + MIN / 2, MIN)).toBe(false);
    expect(isBehind(start.wallMs, null, MIN)).toBe(false);
  });
});

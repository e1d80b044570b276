/** Two clocks read at one moment: the wall clock may be set, the monotonic one only grows. */
export interface Reading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

const DAY_MS = 86_400_000;
/** Less is a correction such as a time server makes. */
const JUMP_MS_MIN = 2 * 60_000;
/** A jump of up to a month is believed once the clock has kept it for so long: a machine that slept jumps too. */
const STEADY_MS = 15 * 60_000;
const BELIEVED_MS_MAX = 31 * DAY_MS;

/** Where the wall clock stands: trusted, or off by so much until it is confirmed. */
export interface ClockState {
  /** How far the wall clock has jumped; 0 while it is trusted. */
  readonly offMs: number;
  readonly last: Reading;
  /** Monotonic moment of the last jump. */
  readonly jumpedAtMs: number;
}

/** The clock at a start. A log that ends more than a month ago looks the same as a clock that has jumped, and must be confirmed. */
export function clockAtStart(now: Reading, lastRecordedMs: number | null): ClockState {
  const gap = lastRecordedMs === null ? 0 : now.wallMs - lastRecordedMs;
  return { offMs: gap > BELIEVED_MS_MAX ? gap : 0, last: now, jumpedAtMs: now.monotonicMs };
}

/** The clock after a further look: what the wall clock went on more than the monotonic one is a jump. */
export function clockAfter(state: ClockState, now: Reading): ClockState {
  const step = now.wallMs - state.last.wallMs - (now.monotonicMs - state.last.monotonicMs);
  const isJump = Math.abs(step) >= JUMP_MS_MIN;
  const offMs = isJump ? state.offMs + step : state.offMs;
  if (Math.abs(offMs) < JUMP_MS_MIN) return { offMs: 0, last: now, jumpedAtMs: now.monotonicMs }; // It came back.
  const jumpedAtMs = isJump ? now.monotonicMs : state.jumpedAtMs;
  const isBelieved = offMs > 0 && offMs <= BELIEVED_MS_MAX && now.monotonicMs - jumpedAtMs >= STEADY_MS;
  return { offMs: isBelieved ? 0 : offMs, last: now, jumpedAtMs };
}

/** Whether the clock lies before what the log recorded last, by more than clocks may differ. */
export const isBehind = (wallMs: number, lastRecordedMs: number | null, toleranceMs: number): boolean =>
  lastRecordedMs !== null && wallMs < lastRecordedMs - toleranceMs;

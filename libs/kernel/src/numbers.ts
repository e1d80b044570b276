/** How many significant digits a figure keeps; beyond them lies float noise. */
export const SIGNIFICANT_DIGITS = 12;

/** The nearest number with 12 significant digits; so 56.10000000000001 and 56.1 are the same figure. */
export function twelveDigits(x: number): number {
  if (Number.isInteger(x) && Math.abs(x) < 1e12) return x === 0 ? 0 : x; // -0 is 0.
  return Number(x.toPrecision(SIGNIFICANT_DIGITS));
}

/** Whether two figures are one number, `null` being equal to `null` alone. Both hold 12 digits already. */
export function sameNumber(a: number | null, b: number | null): boolean {
  return a === b;
}

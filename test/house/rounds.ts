/** How many rounds a long test runs: TEST_ROUNDS when set, fewer where CI is set, else the full number. */
export function roundsOf(full: number, inCi: number): number {
  const given = Number(process.env['TEST_ROUNDS'] ?? '');
  if (Number.isInteger(given) && given > 0) return given;
  return process.env['CI'] ? inCi : full;
}

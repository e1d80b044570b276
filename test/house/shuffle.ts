import { randomInt } from 'node:crypto';

/** The seed of this run: `TEST_SEED` when set, so that a failure can be told again. */
export function seedOfRun(): number {
  const given = Number(process.env['TEST_SEED'] ?? '');
  return Number.isInteger(given) && given > 0 ? given : randomInt(1, 2 ** 31);
}

/** Numbers in [0, 1) that a seed tells (mulberry32). */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same things in an order that the numbers tell. */
export function shuffled<T>(all: readonly T[], next: () => number): T[] {
  const out = [...all];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

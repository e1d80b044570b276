import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { hasShared, SHARED } from '../house/house.ts';

/** A small generator of whole numbers, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
}

/** Real LSOA codes, in code order; made-up ones of the same look where the published files are not at hand. */
export function lsoas(count: number): string[] {
  if (!hasShared) return Array.from({ length: count }, (_, i) => `E01${String(i + 1).padStart(6, '0')}`);
  const text = gunzipSync(readFileSync(join(SHARED, 'data/geography/lookups/lookup_lsoa21_ward24_ltla24.csv.gz'))).toString();
  const codes = [...new Set(text.match(/\bE01\d{6}\b/g))].sort();
  return codes.slice(0, count);
}

/** The indicators that the rows are of, to be defined before. */
export const indicatorCodes = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `bench.indicator-${String(i + 1).padStart(2, '0')}`);

export interface TidyShape {
  readonly indicators: number;
  readonly areas: number;
  readonly years: number;
  readonly shuffled: boolean;
  readonly seed: number;
}

/** Writes indicator x area x year observations with numerator, denominator and status: by period, or shuffled. Returns the number of rows. */
export function writeTidy(path: string, { indicators, areas, years, shuffled, seed }: TidyShape): number {
  const codes = lsoas(areas);
  const names = indicatorCodes(indicators);
  const total = names.length * codes.length * years;
  const next = random(seed);
  const order = Uint32Array.from({ length: total }, (_, i) => i);
  for (let i = total - 1; shuffled && i > 0; i--) {
    const other = next() % (i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  const file = openSync(path, 'w');
  let lines = ['indicator,area,period,value,numerator,denominator,status\n'];
  for (let i = 0; i < total; i++) {
    const at = order[i]!;
    const area = codes[at % codes.length]!;
    const indicator = names[Math.floor(at / codes.length) % names.length]!;
    const year = 2011 + Math.floor(at / codes.length / names.length);
    const denominator = 200 + (next() % 1800);
    const numerator = next() % (denominator + 1);
    lines.push(`${indicator},${area},${year},${((100 * numerator) / denominator).toFixed(1)},${numerator},${denominator},final\n`);
    if (lines.length === 50_000) {
      writeSync(file, lines.join(''));
      lines = [];
    }
  }
  writeSync(file, lines.join(''));
  closeSync(file);
  return total;
}

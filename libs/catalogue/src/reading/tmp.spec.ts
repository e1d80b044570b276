import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CatalogueState } from '../domain/catalogue-state.js';
import { importAreas } from '../domain/import-areas.js';
import { Refusal } from '#libs/kernel';
import { readAreas } from './read-areas.js';
const FOLDER = new URL('../../../../../shared/data/geography/lookups/', import.meta.url);
const who = { by: 'test', why: 'test', at: '2026-01-01T00:00:00Z' };
it('x', () => {
  let state = CatalogueState.empty; const text: string[] = [];
  const names = readdirSync(FOLDER).filter((name) => name.includes('lookup') || name.startsWith('la_all'));
  for (const name of names) {
    const bytes = readFileSync(new URL(name, FOLDER));
    const t0 = performance.now();
    const read = readAreas((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
    if (read instanceof Refusal) throw new Error(read.detail);
    const t1 = performance.now();
    const news = importAreas({ ...who, facts: read.facts }, state.areas);
    const t2 = performance.now();
    const placed = news.map((event, i) => ({ ...event, stream: 'catalogue-areas', version: i, position: String(i) }));
    text.push(...placed.map((e) => JSON.stringify(e)));
    state = state.with(placed);
    process.stdout.write(`${name} read ${(t1-t0).toFixed(0)} decide ${(t2-t1).toFixed(0)} fold ${(performance.now()-t2).toFixed(0)}\n`);
  }
  for (let i = 0; i < 6; i++) { const s = performance.now(); const p = text.map((t) => JSON.parse(t)); const m = performance.now(); CatalogueState.empty.with(p); process.stdout.write(`parse ${(m-s).toFixed(0)} fold ${(performance.now()-m).toFixed(0)}\n`); }
});

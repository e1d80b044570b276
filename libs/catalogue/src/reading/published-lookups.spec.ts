import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CatalogueState } from '../domain/catalogue-state.js';
import { importAreas } from '../domain/import-areas.js';
import { Refusal } from '#libs/kernel';
import { readAreas } from './read-areas.js';

const FOLDER = new URL('../../../../../shared/data/geography/lookups/', import.meta.url);
const who = { by: 'test', why: 'test', at: '2026-01-01T00:00:00Z' };

function textOf(name: string): string {
  const bytes = readFileSync(new URL(name, FOLDER));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The catalogue after these files, and the log that it was folded from. */
function imported(names: readonly string[]): { state: CatalogueState; events: object[]; log: string[] } {
  let state = CatalogueState.empty;
  const events: object[] = [];
  const log: string[] = [];
  for (const name of names) {
    const start = performance.now();
    const read = readAreas(textOf(name));
    if (read instanceof Refusal) throw new Error(`${name}: ${read.detail}`);
    const parsed = performance.now();
    const news = importAreas({ ...who, facts: read.facts }, state.areas);
    const placed = news.map((event, i) => ({ ...event, stream: 'catalogue-areas', version: events.length + i + 1, position: String(events.length + i + 1).padStart(8, '0') }));
    state = state.with(placed);
    events.push(...placed);
    const bytes = news.map((event) => JSON.stringify(event).length);
    log.push(`${name}: ${read.reader} ${read.rows} rows, read ${(parsed - start).toFixed(0)} ms, decided and folded ${(performance.now() - parsed).toFixed(0)} ms, ${news.length} events, ${bytes.reduce((a, b) => a + b, 0)} bytes, largest ${Math.max(0, ...bytes)}`);
  }
  return { state, events, log };
}

if (existsSync(FOLDER)) {
  const FILES = readdirSync(FOLDER).filter((name) => name.includes('lookup') || name.startsWith('la_all'));
  describe('the published lookups', () => {
    it('time', () => {
      const { log, state, events } = imported(FILES);
      const text = events.map((e) => JSON.stringify(e));
      const s = performance.now();
      const again = CatalogueState.empty.with(text.map((t) => JSON.parse(t)));
      const f = performance.now() - s;
      const t0 = performance.now();
      const n = state.within('E23000007', 'lsoa', { vintage: '2011' }).length;
      const t1 = performance.now();
      const e21 = state.within('E92000001', 'lsoa', { vintage: '2021' }).length;
      const t2 = performance.now();
      console.log(log.join('\n'), `\nfold ${f} ms of ${again.areas.size} areas, total bytes ${text.join('').length}; northumbria 2011 ${n} in ${t1 - t0}; england 2021 ${e21} in ${t2 - t1}`);
      for (const v of ['2001', '2011', '2021']) console.log(v, state.within('E92000001', 'lsoa', { vintage: v }).length, state.within('E23000007', 'lsoa', { vintage: v }).length, state.within('E23000003', 'lsoa', { vintage: v, date: '2020-05-01' }).length, state.within('W92000004', 'lsoa', { vintage: v }).length, state.within('E08000020', 'lsoa', { vintage: v }).length);
      console.log(state.within('E12000001', 'district'), state.within('E23000007', 'district', { date: '2005-01-01' }), state.codeAt('E08000037', '2010-01-01'), state.codeAt('E08000020', '2020-01-01'), state.parentOf('E01019102', 'district', '2020-01-01'), state.parentOf('E01019102', 'district'), state.parentOf('E01019102', 'region'), state.within('E12000002', 'district', { date: '2020-01-01' }).length, state.within('E12000002', 'district').length);
    });
  });
}

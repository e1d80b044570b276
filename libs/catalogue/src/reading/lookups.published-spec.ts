import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Refusal } from '#libs/kernel';
import { CatalogueState } from '../domain/catalogue-state.js';
import { EVENT_BYTES_MAX } from '../domain/events.js';
import { importAreas } from '../domain/import-areas.js';
import { shippedAreas } from '../shipped/areas.js';
import type { AreaFacts } from '../domain/area-facts.js';
import { type AreasRead, readAreas } from './read-areas.js';

const FOLDER = new URL('../../../../../shared/data/geography/lookups/', import.meta.url);
const FILES: readonly (readonly [name: string, reader: string, rows: number])[] = [
  ['gm_lsoa_to_ward_best-fit_lookup.csv', 'lookup', 1_673],
  ['la_all_codes.csv', 'district-codes', 415],
  ['lookup_lsoa01_lsoa11.csv.gz', 'lookup', 34_917],
  ['lookup_lsoa11_lsoa21_ltla22.csv.gz', 'lookup', 35_795],
  ['lookup_lsoa11_ltla21.csv.gz', 'lookup', 34_753],
  ['lookup_lsoa11_ward17.csv.gz', 'lookup', 34_753],
  ['lookup_lsoa21_ward24_ltla24.csv.gz', 'lookup', 35_672],
  ['lookup_ltla21_region21.csv', 'lookup', 309],
  ['lookup_ltla21_utla21.csv', 'lookup', 331],
  ['lookup_ltla24_csp24_pfa24.csv', 'lookup', 332],
  ['lookup_ltla24_region24.csv', 'lookup', 296],
  ['lookup_ltla_ltla.csv', 'district-years', 393],
];
const who = { by: 'test', why: 'test', at: '2026-01-01T00:00:00Z' };
const NORTHUMBRIA = 'E23000007';

const known = new Map<string, AreasRead>();
function read(name: string): AreasRead {
  const again = known.get(name);
  if (again) return again;
  const bytes = readFileSync(new URL(name, FOLDER));
  const outcome = readAreas((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  if (outcome instanceof Refusal) throw new Error(`${name}: ${outcome.detail}`);
  known.set(name, outcome);
  return outcome;
}

/** The state after one more source, and how many bytes of JSON each of its events takes. */
function taken(state: CatalogueState, facts: AreaFacts): { state: CatalogueState; bytes: number[] } {
  const events = importAreas({ ...who, facts }, state.areas);
  const written = events.map((event) => JSON.stringify(event));
  const from = state.version('catalogue-areas');
  const placed = written.map((text, i) => {
    const version = from + i + 1;
    return {
      ...(JSON.parse(text) as (typeof events)[number]),
      stream: 'catalogue-areas',
      version,
      position: String(version).padStart(8, '0'),
    };
  });
  return { state: state.with(placed), bytes: written.map((text) => text.length) };
}

describe('the published lookups', () => {
  let all = CatalogueState.empty;
  beforeAll(() => {
    all = taken(all, shippedAreas).state;
  });

  it.each(FILES)('%s is read to its end, in events that a store can hold, and once', (name, reader, rows) => {
    const outcome = read(name);
    expect(outcome).toMatchObject({ reader, rows });
    const { state, bytes } = taken(all, outcome.facts);
    expect(Math.max(...bytes)).toBeLessThan(EVENT_BYTES_MAX);
    expect(bytes.reduce((sum, own) => sum + own, 0)).toBeLessThan(800 * 1024); // One append: nobody sees half an import.
    expect(taken(state, outcome.facts).bytes).toEqual([]);
    all = state;
  });
  it.each([
    ['2001', 32_482, 1_896],
    ['2011', 32_844, 1_909],
    ['2021', 33_755, 1_917],
  ])('the LSOAs of %s are %i in England and %i in Wales', (vintage, england, wales) => {
    expect(all.within('E92000001', 'lsoa', { vintage })).toHaveLength(england);
    expect(all.within('W92000004', 'lsoa', { vintage })).toHaveLength(wales);
  });
  it('every LSOA lies in one district on any date, and a police force area has its own', () => {
    const districts = all.within(NORTHUMBRIA, 'district', { date: '2020-06-01' });
    expect(districts).toEqual(['E06000057', 'E08000021', 'E08000022', 'E08000023', 'E08000024', 'E08000037']);
    for (const vintage of ['2001', '2011', '2021']) {
      const lsoas = all.within(NORTHUMBRIA, 'lsoa', { vintage });
      expect(districts.flatMap((code) => [...all.within(code, 'lsoa', { vintage })]).sort()).toEqual(lsoas);
    }
    expect(all.within(NORTHUMBRIA, 'lsoa', { vintage: '2011' })).toHaveLength(916);
  });
  it('a recoded district has the small areas of its later code', () => {
    expect(all.within('E08000020', 'lsoa', { vintage: '2011' })).toEqual(all.within('E08000037', 'lsoa', { vintage: '2011' }));
    expect(all.within('E08000020', 'lsoa', { vintage: '2011' })).toHaveLength(126);
  });
  it('a force whose districts were merged since has small areas on dates before', () => {
    expect(all.within('E23000002', 'lsoa', { vintage: '2011', date: '2020-06-01' })).toHaveLength(321); // Cumbria.
    expect(all.within('E23000002', 'district', { date: '2020-06-01' })).toHaveLength(6);
    expect(all.within('E23000002', 'district')).toEqual(['E06000063', 'E06000064']);
    expect(all.parentOf('E01019102', 'district', '2020-01-01')).toBe('E07000026');
    expect(all.parentOf('E01019102', 'district', '2024-01-01')).toBe('E06000063');
  });
  it('a question asked again costs next to nothing', () => {
    const start = performance.now();
    for (let i = 0; i < 10_000; i++) all.within('E92000001', 'lsoa', { vintage: '2021', date: '2022-03-01' });
    expect(performance.now() - start).toBeLessThan(2_000);
  });
  it('another order of import ends in the same catalogue', () => {
    let other = CatalogueState.empty;
    for (const [name] of [...FILES].reverse()) other = taken(other, read(name).facts).state;
    other = taken(other, shippedAreas).state;
    expect(other.areas.size).toBe(all.areas.size);
    let differing = 0;
    for (const area of all.areas.all()) if (JSON.stringify(other.areas.get(area.code)) !== JSON.stringify(area)) differing++;
    expect(differing).toBe(0);
    for (const [code, links] of all.areas.linked()) if (JSON.stringify(other.links(code)) !== JSON.stringify(links)) differing++;
    expect(differing).toBe(0);
  });
});

import type { AreaFacts } from '../domain/area-facts.js';
import { FactsBuilder } from '../domain/facts-builder.js';
import { NRF_DISTRICTS } from './nrf-districts.js';

/** Countries and what is made of them: code, name and what it lies in. */
const COUNTRIES: readonly (readonly [code: string, name: string, parent: string | null])[] = [
  ['K02000001', 'United Kingdom', null],
  ['K03000001', 'Great Britain', 'K02000001'],
  ['K04000001', 'England and Wales', 'K03000001'],
  ['E92000001', 'England', 'K04000001'],
  ['W92000004', 'Wales', 'K04000001'],
  ['S92000003', 'Scotland', 'K03000001'],
  ['N92000002', 'Northern Ireland', 'K02000001'],
];

/** The nine regions, each with its Government Office. */
const REGIONS: readonly (readonly [code: string, name: string])[] = [
  ['E12000001', 'North East'],
  ['E12000002', 'North West'],
  ['E12000003', 'Yorkshire and The Humber'],
  ['E12000004', 'East Midlands'],
  ['E12000005', 'West Midlands'],
  ['E12000006', 'East of England'],
  ['E12000007', 'London'],
  ['E12000008', 'South East'],
  ['E12000009', 'South West'],
];

/** What districts of the 88 became: the code after, its name, and from when; `recode` where it is the same place. */
const SUCCESSORS: readonly (readonly [code: string, kind: 'recode' | 'merge', to: string, name: string, date: string])[] = [
  ['E07000055', 'merge', 'E06000047', 'County Durham', '2009-04-01'],
  ['E07000057', 'merge', 'E06000047', 'County Durham', '2009-04-01'],
  ['E07000058', 'merge', 'E06000047', 'County Durham', '2009-04-01'],
  ['E07000060', 'merge', 'E06000047', 'County Durham', '2009-04-01'],
  ['E07000021', 'merge', 'E06000052', 'Cornwall', '2009-04-01'],
  ['E07000023', 'merge', 'E06000052', 'Cornwall', '2009-04-01'],
  ['E07000162', 'merge', 'E06000048', 'Northumberland', '2009-04-01'],
  ['E06000048', 'recode', 'E06000057', 'Northumberland', '2013-04-01'],
  ['E08000020', 'recode', 'E08000037', 'Gateshead', '2013-04-01'],
  ['E07000026', 'merge', 'E06000063', 'Cumberland', '2023-04-01'],
  ['E07000027', 'merge', 'E06000064', 'Westmorland and Furness', '2023-04-01'],
  ['E08000016', 'recode', 'E08000038', 'Barnsley', '2025-04-01'],
  ['E08000019', 'recode', 'E08000039', 'Sheffield', '2025-04-01'],
];

/** Below every file: a published name wins over ours. */
const SHIPPED_RANK = 1;

/** Countries, regions and the 88 districts with what they became: facts that hold before any file is imported. */
export const shippedAreas: AreaFacts = build();

function build(): AreaFacts {
  const builder = new FactsBuilder('shipped', SHIPPED_RANK);
  for (const [code, name, parent] of COUNTRIES) {
    builder.area(code, name, 'country');
    if (parent !== null) builder.parent(code, parent);
  }
  for (const [code, name] of REGIONS) {
    builder.area(code, name, 'region');
    builder.parent(code, 'E92000001');
  }
  const regions = new Map(NRF_DISTRICTS.map(([code, , region]) => [code, region]));
  for (const [code, name, region] of NRF_DISTRICTS) {
    builder.area(code, name, 'district');
    builder.parent(code, region);
  }
  for (const [from, kind, to, name, date] of SUCCESSORS) {
    const region = regions.get(from)!;
    regions.set(to, region);
    builder.area(to, name, 'district');
    builder.parent(to, region);
    builder.dates(from, null, date);
    builder.dates(to, date, null);
    builder.link({ from, to, kind, date });
  }
  return builder.facts();
}

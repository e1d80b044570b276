import type { HouseClient } from '../house/client.ts';

/** Twenty indicators in a thousand made-up small areas, a year after the other. */
const INDICATORS = Array.from({ length: 20 }, (_, i) => `bench.count-${String(i).padStart(2, '0')}`);
export const AREAS = Array.from({ length: 1_000 }, (_, n) => `E0199${String(n).padStart(4, '0')}`);

interface Observation {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number;
}

/** A message, and what it states. */
export interface CountMessage {
  readonly key: string;
  readonly value: string;
  readonly data: readonly Observation[];
}

export async function defineCounts(house: HouseClient): Promise<void> {
  const count = { theme: 'skills', measure: 'count', per: 1, behaviour: 'flow', polarity: 'higher', frequency: 'calendar', decimals: 0 };
  for (const code of INDICATORS) await house.post('/v1/indicators', { ...count, code, name: code, why: 'the bench' });
  await house.post(
    '/v1/areas',
    AREAS.map((code) => ({ code, name: code })),
  );
}

/** The nth observation: an area after the other, then the indicators, then the years; one a message begins where those of many end. */
function observation(n: number, from: number): Observation {
  const area = AREAS[n % AREAS.length]!;
  const indicator = INDICATORS[Math.floor(n / AREAS.length) % INDICATORS.length]!;
  return { indicator, area, period: String(from + Math.floor(n / AREAS.length / INDICATORS.length)), value: n + 1 };
}

const firstYear = (size: number): number => (size === 1 ? 1900 : 2000);

/** So many observations in messages of so many, each a CloudEvent keyed by its first area. */
export function messagesOf(count: number, size: number): CountMessage[] {
  const event = { specversion: '1.0', source: 'urn:bench', type: 'uk.floor-targets.observations.v1', time: '2026-01-15T09:00:00Z' };
  return Array.from({ length: count / size }, (_, m) => {
    const data = Array.from({ length: size }, (_, i) => observation(m * size + i, firstYear(size)));
    return { key: data[0]!.area, value: JSON.stringify({ ...event, id: `${size}-${m}`, datacontenttype: 'application/json', data }), data };
  });
}

/** The same as one file. */
export function ndjsonOf(count: number): string {
  return Array.from({ length: count }, (_, n) => JSON.stringify(observation(n, firstYear(100)))).join('\n');
}

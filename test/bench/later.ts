import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestHouse } from '../house/house.ts';
import { onCopy, prepared, scratch } from './bench-house.ts';
import { type Line, ms, quantile, say, thousands } from './report.ts';
import { defineAll } from './tidy.ts';
import { indicatorCodes, lsoas, random, writeTidy } from './tidy-file.ts';

const SHAPE = { indicators: 40, areas: 5000, years: 10, shuffled: false, seed: 20_240_131 };
const QUERIES = 2000;
const PER_SECOND = 200;
const BREACHES = 100;

/** Measured and printed now; their goals, on the scale set, are a later issue's. */
export async function later(): Promise<Line[]> {
  let rows = 0;
  const folder = await prepared('later', async (house) => {
    await defineAll(house);
    const csv = join(scratch, 'later.csv');
    rows = writeTidy(csv, SHAPE);
    await house.push({ feed: 'observations', file: csv, released: '2024-01-31' });
    await house.caughtUp(600_000);
  });
  return onCopy(folder, async (house) => [await queries(house), await rebuild(house, rows), await alerts(house)]);
}

/** Opens no more than one request at a time, two hundred a second. */
async function queries(house: TestHouse): Promise<Line> {
  const next = random(11);
  const areas = lsoas(SHAPE.areas);
  const codes = indicatorCodes(SHAPE.indicators);
  const paths = [
    (): string => `/v1/series/${codes[next() % codes.length]}/${areas[next() % areas.length]}`,
    (): string => `/v1/series/${codes[next() % codes.length]}/${areas[next() % areas.length]}?asOf=2026-01-01`,
    (): string => '/v1/progress?limit=100',
    (): string => '/v1/breaches?limit=100',
  ];
  const times: number[] = [];
  const begun = performance.now();
  for (let i = 0; i < QUERIES; i++) {
    const wait = begun + (i * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    const started = performance.now();
    await house.get(paths[next() % paths.length]!());
    times.push(performance.now() - started);
  }
  const figure = `p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`;
  return {
    what: `${thousands(QUERIES)} queries, ${PER_SECOND} a second, on 2 million (seed 11)`,
    figure,
    beside: '',
    goal: 'later',
    reached: null,
  };
}

async function rebuild(house: TestHouse, rows: number): Promise<Line> {
  const started = performance.now();
  await house.rebuildAll();
  await sleep(100);
  await house.caughtUp(600_000);
  const rate = rows / ((performance.now() - started) / 1000);
  say(`rebuild: ${thousands(rate)} observations a second`);
  return {
    what: 'rebuild of all read models',
    figure: `${thousands(rate)} observations/s`,
    beside: '',
    goal: 'later (1,000,000)',
    reached: null,
  };
}

/** One push that confirms a hundred breaches: from the receipt to the last line of the log channel. */
async function alerts(house: TestHouse): Promise<Line> {
  const areas = lsoas(BREACHES);
  const [indicator] = indicatorCodes(1);
  await house.post('/v1/groups', { code: 'bench-areas', name: 'A hundred areas', areas, at: '2024-01-01', why: 'the bench' });
  await house.post('/v1/targets', {
    code: 'BENCH',
    theme: 'housing',
    department: 'none',
    sentence: 'No area above one in a hundred',
    technicalNote: 'made up for the bench',
    why: 'the bench',
    version: { change: { appliesFrom: '2022' } },
    elements: [{ code: 'floor', kind: 'floor', indicator, polarity: 'lower', areas: 'bench-areas', floor: 1, from: '2022', until: '2030' }],
  });
  await house.caughtUp();
  const file = Buffer.from(
    `indicator,area,period,numerator,denominator\n${areas.map((area) => `${indicator},${area},2023,900,1000\n`).join('')}`,
  );
  await house.push({ feed: 'observations', file, released: '2024-02-01' });
  const started = performance.now();
  while (told(house) < BREACHES && performance.now() - started < 60_000) await sleep(5);
  const figure = `${ms(performance.now() - started)} from the receipt to the last of ${told(house)} alerts`;
  return { what: `${BREACHES} newly confirmed breaches of one period`, figure, beside: '', goal: 'later (p99 1 s)', reached: null };
}

function told({ dataDir }: TestHouse): number {
  const path = join(dataDir, 'alerts.ndjson');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

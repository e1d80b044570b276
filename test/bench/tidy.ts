import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { allAreaFiles } from '../house/northumbria.ts';
import { hasShared, type TestHouse } from '../house/house.ts';
import { logBytes, onCopy, peakMb, prepared, scratch } from './bench-house.ts';
import { type Line, median, ms, say, thousands } from './report.ts';
import { indicatorCodes, lsoas, type TidyShape, writeTidy } from './tidy-file.ts';

const TWO_MILLION = { indicators: 40, areas: 5000, years: 10 };
const TEN_MILLION = { indicators: 40, areas: 25_000, years: 10 };

export async function defineAll(house: TestHouse): Promise<void> {
  for (const code of indicatorCodes(TWO_MILLION.indicators)) {
    await house.post('/v1/indicators', {
      code,
      name: `Bench ${code}`,
      theme: 'housing',
      measure: 'proportion',
      per: 100,
      behaviour: 'stock',
      polarity: 'lower',
      frequency: 'calendar',
      decimals: 1,
      numerator: 'made up',
      denominator: 'made up',
      why: 'the bench',
    });
  }
  if (hasShared) for (const file of allAreaFiles.filter((f) => /lsoa21_ward24|ltla24/.test(f))) await house.importAreas(file);
  else
    await house.post('/v1/areas', {
      areas: lsoas(TEN_MILLION.areas).map((code) => ({ code, name: code, type: 'lsoa' })),
      why: 'the bench',
    });
}

function bareInsert(csv: string): number {
  const path = join(scratch, 'bare.sqlite');
  const out = execFileSync(process.execPath, [
    '--max-old-space-size=8192',
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'bare-sqlite-child.ts'),
    csv,
    path,
  ]);
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  return Number(out.toString());
}

interface Measured {
  readonly pushMs: number;
  readonly caughtUpMs: number;
  readonly peak: number;
  readonly bytes: number;
}

async function pushOnce(folder: string, csv: string, rows: number): Promise<Measured> {
  return onCopy(folder, async (house) => {
    const before = logBytes(house);
    const started = performance.now();
    const receipt = await house.push({ feed: 'observations', file: csv, released: '2024-01-31' });
    const pushMs = performance.now() - started;
    if (receipt.rows.taken !== rows)
      throw new Error(`Of ${rows} rows ${receipt.rows.taken} were taken: ${JSON.stringify(receipt.refusals[0])}`);
    await house.caughtUp(600_000);
    const caughtUpMs = performance.now() - started;
    const peak = peakMb(house);
    await house.kill('SIGTERM'); // Closing checkpoints the log.
    return { pushMs, caughtUpMs, peak, bytes: logBytes(house) - before };
  });
}

/** 2 million tidy observations, by period and shuffled, beside a bare insert; and 10 million for memory. */
export async function tidy(runs: number, withTenMillion: boolean): Promise<Line[]> {
  const folder = await prepared('tidy', defineAll);
  const lines: Line[] = [];
  let peak = 0;
  for (const shuffled of [false, true]) {
    const name = shuffled ? 'shuffled' : 'by period';
    const csv = join(scratch, 'tidy.csv');
    const shape: TidyShape = { ...TWO_MILLION, shuffled, seed: 20_240_131 };
    const rows = writeTidy(csv, shape);
    const ours: Measured[] = [];
    const bare: number[] = [];
    for (let run = 1; run <= runs; run++) {
      ours.push(await pushOnce(folder, csv, rows));
      bare.push(bareInsert(csv));
      const last = ours.at(-1)!;
      say(
        `tidy ${name} ${run}/${runs}: ours ${ms(last.pushMs)} (caught up ${ms(last.caughtUpMs)}, ${Math.round(last.peak)} MB), bare insert ${ms(bare.at(-1)!)}`,
      );
    }
    peak = Math.max(peak, ...ours.map((m) => m.peak));
    const rate = rows / (median(ours.map((m) => m.pushMs)) / 1000);
    const bareRate = rows / (median(bare) / 1000);
    lines.push({
      what: `2 million tidy observations, ${name} (seed ${shape.seed})`,
      figure: `${thousands(rate)} rows/s; caught up after ${ms(median(ours.map((m) => m.caughtUpMs)))}`,
      beside: `bare insert ${thousands(bareRate)} rows/s: ratio ${(rate / bareRate).toFixed(2)}`,
      goal: 'ratio at least 3.00',
      reached: rate / bareRate >= 3,
    });
    const perObservation = median(ours.map((m) => m.bytes)) / rows;
    lines.push({
      what: `the log on disk, ${name}`,
      figure: `${perObservation.toFixed(1)} bytes an observation`,
      beside: '',
      goal: 'under 20',
      reached: perObservation < 20,
    });
  }
  lines.push({
    what: 'memory while doing so',
    figure: `${Math.round(peak)} MB at most`,
    beside: '',
    goal: 'below 512 MB',
    reached: peak < 512,
  });
  if (withTenMillion) lines.push(await tenMillion(folder));
  return lines;
}

async function tenMillion(folder: string): Promise<Line> {
  const csv = join(scratch, 'tidy.csv');
  say('writing 10 million shuffled rows ...');
  const rows = writeTidy(csv, { ...TEN_MILLION, shuffled: true, seed: 7 });
  const { pushMs, caughtUpMs, peak } = await pushOnce(folder, csv, rows);
  rmSync(csv);
  say(`10 million shuffled: ${ms(pushMs)}, caught up ${ms(caughtUpMs)}, ${Math.round(peak)} MB`);
  return {
    what: 'memory for 10 million shuffled rows (seed 7)',
    figure: `${Math.round(peak)} MB; ${thousands(rows / (pushMs / 1000))} rows/s`,
    beside: '',
    goal: 'below 512 MB',
    reached: peak < 512,
  };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestHouse } from '../house/house.ts';
import { areaFiles, northumbriaFiles } from '../house/northumbria.ts';
import { onCopy, peakMb, prepared, scratch } from './bench-house.ts';
import { type Line, median, ms, say } from './report.ts';

/** So many pushes are under way at once: one is being sent while another is recorded. */
const AT_ONCE = 3;

async function pushAll(house: TestHouse, files: readonly string[]): Promise<void> {
  const waiting = [...files];
  const next = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      await house.push({ feed: 'police-street', file, released: '2022-01-31' });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

function duckdb(threads: string, files: readonly string[]): number {
  const dir = mkdtempSync(join(scratch, 'duckdb-'));
  const out = execFileSync(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'duckdb-child.ts'),
    threads,
    join(dir, 'incidents.duckdb'),
    ...files,
  ]);
  rmSync(dir, { recursive: true });
  return Number(out.toString());
}

/** 20 monthly police files, from open files to receipts and readers caught up, beside DuckDB grouping the same files. */
export async function police(runs: number): Promise<Line[]> {
  const files = northumbriaFiles();
  const folder = await prepared('police', async (house) => {
    for (const file of areaFiles) await house.importAreas(file);
  });
  const ours: number[] = [];
  const receipts: number[] = [];
  const one: number[] = [];
  const all: number[] = [];
  let memory = 0;
  for (let run = 1; run <= runs; run++) {
    await onCopy(folder, async (house) => {
      const started = performance.now();
      await pushAll(house, files);
      receipts.push(performance.now() - started);
      await house.caughtUp();
      ours.push(performance.now() - started);
      memory = Math.max(memory, peakMb(house));
    });
    one.push(duckdb('1', files));
    all.push(duckdb('default', files));
    say(
      `police ${run}/${runs}: ours ${ms(ours.at(-1)!)} (receipts ${ms(receipts.at(-1)!)}), DuckDB ${ms(one.at(-1)!)} on one thread, ${ms(all.at(-1)!)} on its default`,
    );
  }
  const ratio = median(ours) / median(one);
  return [
    {
      what: '20 police files to receipts and readers caught up',
      figure: `${ms(median(ours))} (receipts ${ms(median(receipts))}), ${Math.round(memory)} MB`,
      beside: `DuckDB threads=1 ${ms(median(one))}, default ${ms(median(all))}: ratio ${ratio.toFixed(2)}`,
      goal: 'ratio at most 1.00',
      reached: ratio <= 1,
    },
  ];
}

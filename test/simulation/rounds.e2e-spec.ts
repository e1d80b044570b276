import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundsOf } from '../house/rounds.ts';
import { random, seedOfRun } from '../house/shuffle.ts';
import { findings } from './checks.ts';
import { Simulation } from './simulation.ts';
import { disturbedRound } from './steps.ts';

/** TEST_SEED=n runs the same again; TEST_ROUNDS=n more or fewer of them. */
const SEED = seedOfRun();
const ROUNDS = roundsOf(200, 16);
/** Rounds on one data folder, before an empty one is taken. */
const ON_ONE_FOLDER = 8;

describe('nothing is stuck, hidden or told twice', () => {
  const root = mkdtempSync(join(tmpdir(), 'floor-simulation-'));
  const running = new Set<Simulation>();

  afterAll(async () => {
    for (const { app } of running) await app.kill();
    rmSync(root, { recursive: true, force: true });
  });

  it(
    `in ${ROUNDS} rounds of pushes, definitions and disturbances (seed ${SEED})`,
    async () => {
      for (let done = 0; done < ROUNDS; done += ON_ONE_FOLDER) {
        const seed = SEED + done;
        const folder = join(root, String(seed), 'data');
        mkdirSync(folder, { recursive: true });
        const on = new Simulation(folder, random(seed));
        running.add(on);
        await on.prepare();
        for (let n = 0; n < Math.min(ON_ONE_FOLDER, ROUNDS - done); n++) {
          const from = performance.now();
          await disturbedRound(on);
          const found = await findings(on);
          const seconds = ((performance.now() - from) / 1000).toFixed(1);
          process.stderr.write(`round ${done + n + 1} of ${ROUNDS}, ${seconds} s: ${on.historyOfRound()}\n`);
          if (found.length > 0)
            throw new Error(`TEST_SEED=${SEED}, folder of seed ${seed}, round ${n}: ${on.history.join(', ')}:\n${found.join('\n')}`);
        }
        await on.app.kill('SIGTERM');
        running.delete(on);
      }
    },
    ROUNDS * 30_000,
  );
});

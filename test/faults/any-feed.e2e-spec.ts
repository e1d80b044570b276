import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { roundsOf } from '../house/rounds.ts';
import { seedOfRun } from '../house/shuffle.ts';
import { AnyFeedApp, anyRound } from './any-feed.ts';

/** TEST_SEED=n runs the same again; TEST_ROUNDS=n more or fewer of them. */
const SEED = seedOfRun();
const ROUNDS = roundsOf(200, 4);
/** Rounds on one data folder, before an empty one is taken. */
const ON_ONE_FOLDER = 25;

describe('what a feed sends never stops a start (issue 9, 1: for any bytes and any profile that is accepted)', () => {
  const root = mkdtempSync(join(tmpdir(), 'floor-any-feed-'));
  let running: AnyFeedApp | undefined;

  afterAll(async () => {
    await running?.kill();
    rmSync(root, { recursive: true, force: true });
  });

  it(
    `in ${ROUNDS} rounds of a feed, bodies and a kill (seed ${SEED})`,
    async () => {
      let done = 0;
      const round = fc.asyncProperty(anyRound, async (one) => {
        if (done % ON_ONE_FOLDER === 0) {
          await running?.end();
          running = await new AnyFeedApp(join(root, String(done), 'data')).prepare();
        }
        const from = performance.now();
        await running!.round(one);
        process.stderr.write(
          `round ${++done} of ${ROUNDS}, ${((performance.now() - from) / 1000).toFixed(1)} s: ${JSON.stringify(running!.tally)}\n`,
        );
      });
      await fc.assert(round, { numRuns: ROUNDS, seed: SEED, endOnFailure: true });
      await running?.end();
    },
    ROUNDS * 30_000,
  );
});

import { setTimeout as wait } from 'node:timers/promises';
import { type House, markSample, type Readiness, sampleState } from '#libs/platform';
import { HttpTaker, loadSample, SAMPLE_SEED } from '#libs/sample';

const LOOK_MS = 100;
const CATCH_UP_MS_MAX = 60_000;

/** Pushes the sample at the first start on its folder, as its data teams would have; later starts find it there. */
export async function fillSample({ url, token, config: { sample, dataDir } }: House): Promise<void> {
  if (!sample || sampleState(dataDir) === 'whole') return;
  markSample(dataDir, 'half', { seed: SAMPLE_SEED });
  process.stderr.write('Making the sample ...\n');
  await loadSample(new HttpTaker(url, token), SAMPLE_SEED);
  markSample(dataDir, 'whole', { seed: SAMPLE_SEED });
  await caughtUp(url);
}

/** Whoever follows the link should find the figures; a slow machine is not waited for for ever. */
async function caughtUp(url: string): Promise<void> {
  for (const until = Date.now() + CATCH_UP_MS_MAX; Date.now() < until; await wait(LOOK_MS)) {
    const { readers } = (await (await fetch(new URL('/health/ready', url))).json()) as Readiness;
    if (readers.every(({ events }) => events === 0)) return;
  }
}

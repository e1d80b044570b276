import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HouseClient } from '../house/client.ts';
import { type Answer, type Push, TestHouse } from '../house/house.ts';
import { deliveries } from './deliveries.ts';
import { lookInto, readLog, streamsOf, touchedBy } from './log.ts';
import { pagesIn } from './read-models.ts';
import { isGone, Watch } from './watch.ts';

/**
 * When the house is killed: as a named place is passed for the nth time, or so long after its first push. Where
 * it is `paced`, each push waits until the one before it has been read, judged and told.
 */
export type Blow = { readonly fault: string; readonly paced?: boolean } | { readonly afterMs: number };

/** One life of the house, and its end. */
export interface Life {
  /** What was acknowledged in it. */
  readonly pushed: number;
  /** `starting` when it was killed before it answered: while it finished what the last blow had left open. */
  readonly struck: 'starting' | 'pushing' | 'reading' | 'not';
}

const WAIT_FOR_FAULT_MS = 5_000;

const houses: TestHouse[] = [];

/** Ends whatever still runs, also where a test gave up in the middle. */
export async function endAllHouses(): Promise<void> {
  for (const house of houses) await house.kill();
}

/** One data folder, on which a house is started, pushed to and killed, over and over, until all deliveries are acknowledged. */
export class Campaign {
  readonly receipts = new Map<Push, Answer>();
  readonly findings: string[] = [];
  looks = 0;

  constructor(
    readonly folder: string,
    prepared: string,
  ) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(prepared, folder, { recursive: true });
  }

  get open(): Push[] {
    return deliveries.filter((push) => !this.receipts.has(push));
  }

  /** Houses of one run share what Node has compiled: most of a start is that. */
  house(): TestHouse {
    const house = new TestHouse(this.folder, { NODE_COMPILE_CACHE: join(dirname(this.folder), 'compiled') });
    houses.push(house);
    return house;
  }

  /** A house is started, gets what is not yet acknowledged, and is killed; what lies in the folder then is looked at. */
  async life(blow: Blow): Promise<Life> {
    const house = this.house();
    const started = await house.start('fault' in blow ? { FLOOR_FAULT: blow.fault } : {}).catch(() => undefined);
    if (!started) {
      if ((await house.gone()) !== null) throw new Error(`The house did not start, and was not killed:\n${house.output}`);
      await this.lookAtTheScene();
      return { pushed: 0, struck: 'starting' };
    }
    const watch = new Watch(house);
    const { pushed, struck } = await this.pushUntilStruck(house, blow);
    this.findings.push(...(await watch.end()));
    this.looks += watch.looks;
    await this.lookAtTheScene();
    return { pushed, struck };
  }

  private async pushUntilStruck(house: TestHouse, blow: Blow): Promise<Life> {
    let dead = false;
    void house.gone().then(() => (dead = true));
    if ('afterMs' in blow) setTimeout(() => void house.kill(), blow.afterMs);
    let pushed = 0;
    for (const push of this.open) {
      const receipt = await unlessGone(house.push(push));
      if (!receipt) {
        await house.gone();
        return { pushed, struck: 'pushing' };
      }
      this.receipts.set(push, receipt);
      pushed++;
      if ('paced' in blow) await unlessGone(settled(house));
      if (dead) return { pushed, struck: 'reading' };
    }
    for (const until = Date.now() + WAIT_FOR_FAULT_MS; !dead && Date.now() < until;) await sleep(10);
    if (dead) return { pushed, struck: 'reading' };
    await house.kill();
    return { pushed, struck: 'not' };
  }

  /** Read past the app: what was acknowledged is in the log, and the pages hold the whole of a submission or nothing of it. */
  private async lookAtTheScene(): Promise<void> {
    await lookInto(this.folder, async (copy) => {
      const submissions = new Map(streamsOf(await readLog(copy), 'submission'));
      const isCompleted = (id: string): boolean => submissions.get(id)?.some(({ type }) => type === 'SubmissionCompleted') ?? false;
      for (const { submission } of this.receipts.values()) {
        if (!isCompleted(submission)) this.findings.push(`${submission} was acknowledged and is not completed.`);
      }
      for (const [submission, pages] of pagesBySubmission(pagesIn(copy))) {
        const touched = touchedBy(submissions.get(submission) ?? []).size;
        if (!isCompleted(submission)) this.findings.push(`${submission} is on the pages and is not completed.`);
        if (pages !== touched) this.findings.push(`${submission} is on ${pages} of its ${touched} pages.`);
      }
    });
  }
}

function pagesBySubmission(pages: Readonly<Record<string, Answer>>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sources } of Object.values(pages)) {
    for (const { submission } of sources) counts.set(submission, (counts.get(submission) ?? 0) + 1);
  }
  return counts;
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Waits until every reader has read everything, what they append on the way included, and every alert is sent. */
export async function settled(house: HouseClient): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet++) {
    await house.caughtUp();
    const due = async (): Promise<boolean> => (await house.get('/v1/alerts?limit=1000')).items.some((a: Answer) => a.state === 'due');
    while (await due()) {
      quiet = 0;
      await sleep(house.lookMs);
    }
    await sleep(40);
  }
  await house.caughtUp();
}

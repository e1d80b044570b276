import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../../house/app-process.ts';
import type { Answer, Push, Reply } from '../../house/client.ts';
import type { AppName } from '../../house/servers-house.ts';
import { settled } from '../campaign.ts';
import { isGone, Watch } from '../watch.ts';
import { SentObservations } from './sent.ts';
import type { Town } from './town.ts';

/** The fault points at which instances of each app die, one instance a point. */
export type Blow = Readonly<Partial<Record<AppName, readonly string[]>>>;

/** One app's end holds up those that wait for its work: alerting has nothing to deliver before another assessment is the leader. */
const DIES_MS_MAX = 120_000;
const SHOWN_MS_MAX = 90_000;

/** Work given to a town over and over while it is struck, and what must be there afterwards. */
export class Work {
  readonly sent = new SentObservations();
  readonly receipts = new Map<Push, Answer>();
  readonly findings: string[] = [];
  looks = 0;

  constructor(private readonly town: Town) {}

  /** Gives these deliveries, and so many messages, while `strike` happens; resolves when all is acknowledged, read, judged and told. */
  async during(deliveries: readonly Push[], messages: number, strike: () => Promise<unknown>): Promise<void> {
    const { house } = this.town;
    const watch = new Watch(house, true);
    await Promise.all([this.push(deliveries), this.send(messages), strike()]);
    await this.allShown();
    await settled(house);
    this.findings.push(...(await watch.end()));
    this.looks += watch.looks;
  }

  /** In place of each app comes an instance for each of its fault points; they die of the work, and others take their places. */
  async underBlow(blow: Blow, deliveries: readonly Push[], messages: number): Promise<void> {
    const struck: AppProcess[] = [];
    await Promise.all(
      Object.entries(blow).map(async ([name, points]) => {
        const app = name as AppName;
        const before = this.town.house.living(app);
        for (const point of points) struck.push(await this.town.house.add(app, { FLOOR_FAULT: point }));
        await Promise.all(before.map((instance) => instance.kill('SIGTERM')));
      }),
    );
    await this.during(deliveries, messages, () =>
      Promise.all(
        struck.map(async (instance) => {
          await died(instance);
          await this.town.house.add(instance.app as AppName);
        }),
      ),
    );
  }

  /** What came by Kafka is not in the log before it is taken, so no reader knows of it. */
  private async allShown(): Promise<void> {
    for (const until = Date.now() + SHOWN_MS_MAX; (await this.sent.missing(this.town.house)).length > 0; await sleep(500)) {
      if (Date.now() > until) return; // What is missing is the test's to say.
    }
  }

  /** Pushed until it is acknowledged: what was refused for the moment, or cut off, is sent again. */
  private async push(batch: readonly Push[]): Promise<void> {
    for (const push of batch) {
      for (;;) {
        const reply = await this.attempt(push);
        if (reply && reply.status < 300) {
          this.receipts.set(push, reply.body);
          break;
        }
        if (reply && reply.status < 500)
          throw new Error(`Push of ${push.name ?? String(push.file)}: ${reply.status} ${JSON.stringify(reply.body)}`);
        await sleep(200);
      }
    }
  }

  private async attempt(push: Push): Promise<Reply | undefined> {
    try {
      return await this.town.house.tryPush(push);
    } catch (error) {
      if (isGone(error) || /No instance of/.test(String(error))) return undefined;
      throw error;
    }
  }

  /** In several polls, so that whoever dies of one leaves others. */
  private async send(messages: number): Promise<void> {
    for (let left = messages; left > 0; left -= 10) {
      await this.town.send(...this.sent.messages(Math.min(10, left), 20));
      await sleep(50);
    }
  }
}

async function died(instance: AppProcess): Promise<void> {
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), DIES_MS_MAX).unref());
  if ((await Promise.race([instance.gone(), late])) === 'late') {
    const health = await (await fetch(`${instance.url}/health/ready`)).text();
    throw new Error(`${instance.app} was to die and did not within ${DIES_MS_MAX} ms: ${health}\n${instance.output.slice(-2_000)}`);
  }
}

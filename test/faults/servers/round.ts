import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../../house/app-process.ts';
import type { Answer, Push, Reply } from '../../house/client.ts';
import type { AppName } from '../../house/servers-house.ts';
import { settled } from '../campaign.ts';
import { isGone, Watch } from '../watch.ts';
import { SentObservations } from './sent.ts';
import type { Town } from './town.ts';

/** What an app is struck at: a named fault point, or so many milliseconds after the work begins. */
export type Blow = Readonly<Partial<Record<AppName, string | number>>>;

const DIES_MS_MAX = 30_000;

/** Work given to a town over and over while it is struck, and what must be there afterwards. */
export class Work {
  readonly sent = new SentObservations();
  readonly receipts = new Map<Push, Answer>();
  readonly findings: string[] = [];
  looks = 0;

  constructor(
    private readonly town: Town,
    private readonly open: Push[],
  ) {}

  /** Gives the next deliveries and messages while `strike` happens; resolves when all is acknowledged, read, judged and told. */
  async during(deliveries: number, messages: number, strike: () => Promise<void>): Promise<void> {
    const { house } = this.town;
    const watch = new Watch(house, true);
    const batch = this.open.splice(0, deliveries);
    await Promise.all([this.push(batch), this.send(messages), strike()]);
    await settled(house);
    this.findings.push(...(await watch.end()));
    this.looks += watch.looks;
  }

  /** Half of its parts are started with a fault point, or killed after a while; each is started again once it died. */
  async strike(blow: Blow): Promise<void> {
    await Promise.all(
      Object.entries(blow).map(async ([name, at]) => {
        const app = name as AppName;
        const struck = await this.struck(app, at);
        await died(struck);
        await this.town.house.add(app);
      }),
    );
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

  private async send(messages: number): Promise<void> {
    for (let left = messages; left > 0; left -= 10) {
      await this.town.send(...this.sent.messages(Math.min(10, left), 20));
      await sleep(30);
    }
  }

  private async struck(app: AppName, at: string | number): Promise<AppProcess> {
    const { house } = this.town;
    const [before] = house.living(app);
    if (typeof at === 'number') {
      await sleep(at);
      void before!.kill();
      return before!;
    }
    await before!.kill('SIGTERM');
    return house.add(app, { FLOOR_FAULT: at });
  }
}

async function died(instance: AppProcess): Promise<void> {
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), DIES_MS_MAX).unref());
  if ((await Promise.race([instance.gone(), late])) === 'late') {
    throw new Error(`${instance.app} was to die and did not within ${DIES_MS_MAX} ms:\n${instance.output.slice(-2_000)}`);
  }
}

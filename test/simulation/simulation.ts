import { mkdirSync, existsSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGone } from '../faults/watch.ts';
import { type Answer, type Push, type Reply, TestHouse } from '../house/house.ts';
import { areasCsv, figures, group, indicators, monthOf, target } from './world.ts';

/** A file that was pushed, as it can be pushed again. */
export interface Pushed {
  readonly push: Push;
  readonly submission: string;
}

const PRELOAD = join(import.meta.dirname, 'full-disk.mjs');
const DAY_S = 86_400;

/** One data folder, on which an app is started, used, disturbed and looked at, round after round. */
export class Simulation {
  readonly pushed: Pushed[] = [];
  /** What was done, so that a failure can be read. */
  readonly history: string[] = [];
  app: TestHouse;
  /** How far the app's clock is ahead of the machine's. */
  days = 0;
  month = 0;

  readonly folder: string;
  private readonly next: () => number;

  constructor(folder: string, next: () => number) {
    this.folder = folder;
    this.next = next;
    this.app = this.newApp();
  }

  /** What the last round was. */
  historyOfRound(): string {
    return this.history.slice(this.history.findLastIndex((step) => step.startsWith('['))).join(', ');
  }

  /** A whole number from 0 up to, and without, `below`. */
  pick(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  private newApp(): TestHouse {
    return new TestHouse(this.folder, {
      NODE_OPTIONS: `--import=${PRELOAD}`,
      FULL_DISK_FLAG: this.diskFlag,
      NODE_COMPILE_CACHE: join(this.folder, '..', 'compiled'),
    });
  }

  /** Makes the catalogue ready, on an empty folder. */
  async prepare(): Promise<void> {
    await this.start();
    await this.areas(areasCsv());
    for (const one of indicators) await this.app.post('/v1/indicators', one);
    for (const members of [6, 5, 4]) await this.app.post('/v1/groups', group(members));
    await this.app.post('/v1/targets', target('share', 6, 38));
    await this.app.post('/v1/targets', target('rate', 6, 3));
    for (let n = 0; n < 3; n++) await this.pushFigures(figures(monthOf(this.month++), this.next));
  }

  async start(): Promise<void> {
    this.app = this.newApp();
    await this.app.start({ FLOOR_CLOCK_SKEW_SECONDS: String(this.days * DAY_S) });
  }

  /** Starts it again after a kill or a clean stop; does nothing while it runs. */
  async ensureRuns(): Promise<void> {
    const { status } = await this.app.request('GET', '/health/live').catch(() => ({ status: 0 }));
    if (status === 200) return;
    await this.app.gone();
    await this.start();
  }

  areas(csv: string, path = '/v1/areas?name=areas.csv'): Promise<Reply | undefined> {
    return this.ask(() => this.app.request('POST', path, { body: csv, headers: { 'content-type': 'text/csv' } }));
  }

  post(path: string, body: object): Promise<Reply | undefined> {
    return this.ask(() => this.app.request('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }));
  }

  async pushFigures(push: Push): Promise<void> {
    const reply = await this.ask(() => this.app.tryPush(push));
    const submission = (reply?.body as Answer)?.submission as string | undefined;
    if (submission !== undefined && !this.pushed.some((one) => one.push === push)) this.pushed.push({ push, submission });
  }

  /** Undefined when the app was killed meanwhile. An error of the server is a finding, unless the disk is full. */
  private async ask(request: () => Promise<Reply>): Promise<Reply | undefined> {
    try {
      const reply = await request();
      if (reply.status >= 500 && reply.status !== 503 && !this.diskIsFull)
        throw new Error(`${reply.status}: ${JSON.stringify(reply.body)}\n${this.app.output.slice(-2_000)}`);
      return reply;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  private get diskFlag(): string {
    return join(this.folder, '..', 'full-disk');
  }

  private get diskIsFull(): boolean {
    return existsSync(this.diskFlag);
  }

  /** From here on SQLite finds no room, until `makeRoom`. */
  async fillDisk(): Promise<void> {
    writeFileSync(this.diskFlag, '');
    await sleep(60);
  }

  async makeRoom(): Promise<void> {
    rmSync(this.diskFlag, { force: true });
    await sleep(60);
  }

  private get channel(): string {
    return join(this.folder, 'alerts.ndjson');
  }

  /** From here on the alert channel fails, for a folder stands where its file should be. */
  breakChannel(): void {
    if (existsSync(`${this.channel}.away`)) return;
    if (existsSync(this.channel)) renameSync(this.channel, `${this.channel}.away`);
    else writeFileSync(`${this.channel}.away`, '');
    mkdirSync(this.channel);
  }

  repairChannel(): void {
    if (!existsSync(`${this.channel}.away`)) return;
    rmdirSync(this.channel);
    renameSync(`${this.channel}.away`, this.channel);
  }
}

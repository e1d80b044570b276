import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppProcess } from './app-process.ts';
import { HouseClient, type ReaderState } from './client.ts';

export { type Answer, inParallel, type Push, type Reply } from './client.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The folder of shared documents and published files; it is not in a user's clone. */
export const SHARED = resolve(ROOT, '../shared');
export const hasShared = existsSync(join(SHARED, 'data'));

/** The whole house as one process on embedded stores, on a data folder of its own. */
export class TestHouse extends HouseClient {
  readonly dataDir: string;
  private readonly process: AppProcess;

  constructor(dataDir: string = mkdtempSync(join(tmpdir(), 'floor-e2e-')), env: Readonly<Record<string, string>> = {}) {
    super();
    this.dataDir = dataDir;
    this.process = new AppProcess('standalone', dataDir, env);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get url(): string {
    return this.process.url;
  }

  /** What it printed. */
  get output(): string {
    return this.process.output;
  }

  /** Starts it; resolves when it answers. */
  async start(more: Readonly<Record<string, string>> = {}): Promise<this> {
    await this.process.start(more);
    this.token = readFileSync(join(this.dataDir, 'local-admin.token'), 'utf8').trim();
    return this;
  }

  /** Resolves with the exit code (null after a signal). */
  gone(): Promise<number | null> {
    return this.process.gone();
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    return this.process.kill(signal);
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.kill('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  protected override urlOf(): string {
    return this.url;
  }

  protected override async readers(): Promise<readonly ReaderState[]> {
    return (await this.request('GET', '/health/ready')).body.readers ?? [];
  }
}

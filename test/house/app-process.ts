import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');

/** One built app as a process of its own, on a data folder of its own. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(0);
  url = '';
  /** Whether it was put to sleep. */
  sleeps = false;
  /** What it printed. */
  output = '';

  readonly app: string;
  readonly dataDir: string;
  private readonly env: Readonly<Record<string, string>>;

  constructor(app: string, dataDir: string, env: Readonly<Record<string, string>> = {}) {
    this.app = app;
    this.dataDir = dataDir;
    this.env = env;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Whether it was started and has not ended. */
  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it; resolves when it answers, throws with what it said when it ends before. */
  async start(more: Readonly<Record<string, string>> = {}): Promise<this> {
    this.begin(more);
    const ended = this.exited.then((code) => {
      throw new Error(`The ${this.app} app ended with ${code} before it answered:\n${this.output}`);
    });
    await Promise.race([this.answers(), ended]);
    ended.catch(() => undefined); // Its end is a test's to expect from here on.
    return this;
  }

  /** Starts it and does not wait. */
  begin(more: Readonly<Record<string, string>> = {}): this {
    const env = {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      MALLOC_ARENA_MAX: '1',
      FLOOR_DATA_DIR: this.dataDir,
      FLOOR_PORT: '0',
      ...this.env,
      ...more,
    };
    const main = join(ROOT, `dist/apps/${this.app}/src/main.js`);
    const child = spawn(join(ROOT, 'node_modules/.bin/node'), ['--max-semi-space-size=8', main], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: ROOT,
    });
    this.child = child;
    const hear = (text: Buffer): void => void (this.output = (this.output + text.toString()).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.exited = new Promise((done) => child.once('close', (code) => done(code)));
    return this;
  }

  /** Resolves with the exit code (null after a signal). */
  gone(): Promise<number | null> {
    return this.exited;
  }

  /** Takes its time away until `wake`: its connections stand, and nothing answers. */
  freeze(): void {
    this.sleeps = true;
    this.child?.kill('SIGSTOP');
  }

  wake(): void {
    this.child?.kill('SIGCONT');
    this.sleeps = false;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    this.child?.kill(signal);
    return this.exited;
  }

  private async answers(): Promise<void> {
    while (!(await this.isUp())) await sleep(25);
  }

  private async isUp(): Promise<boolean> {
    try {
      const holder = JSON.parse(readFileSync(join(this.dataDir, 'holder.json'), 'utf8')) as { url: string | null; pid: number };
      if (holder.url === null || holder.pid !== this.child?.pid) return false;
      this.url = holder.url;
      return (await fetch(`${this.url}/health/live`)).ok;
    } catch {
      return false; // Not there yet: its file, or its port.
    }
  }
}

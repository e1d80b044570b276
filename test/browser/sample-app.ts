import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const LINK = /https?:\/\/\S+\/sign-in\?code=\S+/;

/** The built app on the made-up sample, in a folder of its own; or the one that a sign-in link in FLOOR_URL leads to. */
export class SampleApp {
  private constructor(
    readonly signIn: string,
    private readonly child?: ChildProcess,
    private readonly folder?: string,
  ) {}

  /** Resolves once the sample is there and the link is printed. */
  static async start(): Promise<SampleApp> {
    const given = process.env['FLOOR_URL'];
    if (given !== undefined) return new SampleApp(given);
    const folder = mkdtempSync(join(tmpdir(), 'floor-browser-'));
    const env = { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', FLOOR_PORT: '0' };
    const main = join(ROOT, 'dist/apps/standalone/src/main.js');
    const child = spawn(process.execPath, [main], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    return new SampleApp(await linkOf(child), child, folder);
  }

  get url(): string {
    return new URL(this.signIn).origin;
  }

  async stop(): Promise<void> {
    if (this.child === undefined || this.folder === undefined) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function linkOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const hear = (text: Buffer): void => {
      said = (said + text.toString()).slice(-20_000);
      const link = LINK.exec(said)?.[0];
      if (link !== undefined) done(link);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => fail(new Error(`The app ended with ${code} before it printed its link:\n${said}`)));
  });
}

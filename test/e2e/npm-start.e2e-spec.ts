import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');

/** The address of the server that holds a data folder, once there is one. */
async function serverOn(folder: string): Promise<{ url: string; pid: number }> {
  for (;;) {
    try {
      const holder = JSON.parse(readFileSync(join(folder, 'holder.json'), 'utf8')) as { url: string | null; pid: number };
      if (holder.url !== null) return { url: holder.url, pid: holder.pid };
    } catch {
      // Not there yet.
    }
    await sleep(50);
  }
}

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a process that is stopped leaves nothing running', () => {
  const folder = mkdtempSync(join(tmpdir(), 'floor-npm-'));
  let npm: ChildProcess;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['npm start', ['start', '--', '--empty']],
    ['npm run floor -- serve', ['run', 'floor', '--', 'serve', '--empty']],
  ])(
    '%s ends its server at SIGTERM',
    async (_, args) => {
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], FLOOR_DATA_DIR: folder, FLOOR_PORT: '0' };
      npm = spawn('npm', args, { cwd: ROOT, env, stdio: 'ignore' });
      const { pid } = await serverOn(folder);
      npm.kill('SIGTERM');
      await once(npm, 'exit');
      for (const until = Date.now() + 15_000; runs(pid) && Date.now() < until;) await sleep(50);
      const left = runs(pid);
      if (left) process.kill(pid, 'SIGKILL');
      expect(left).toBe(false);
    },
    60_000,
  );
});

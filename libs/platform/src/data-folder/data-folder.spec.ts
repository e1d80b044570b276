import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder, FolderHeld, holderOf } from './data-folder.js';
import { isAlive, ownMark } from './liveness.js';

let dir: string;
beforeEach(() => (dir = join(mkdtempSync(join(tmpdir(), 'floor-folder-')), 'data')));
afterEach(() => rmSync(join(dir, '..'), { recursive: true }));

const left = (holder: object): void => {
  DataFolder.hold(dir).release();
  writeFileSync(join(dir, 'holder.json'), JSON.stringify({ machine: hostname(), url: null, ...holder }));
};
/** A process that has run and ended. */
async function goneProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'exit');
  return child.pid!;
}

describe('a data folder', () => {
  it('is held by one at a time, and says by whom and where', () => {
    const folder = DataFolder.hold(dir);
    folder.answersAt('http://127.0.0.1:3000');
    expect(() => DataFolder.hold(dir)).toThrow(FolderHeld);
    expect(() => DataFolder.hold(dir)).toThrow(`process ${process.pid}, which answers at http://127.0.0.1:3000`);
    expect(holderOf(dir)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:3000' });
    folder.release();
    expect(holderOf(dir)).toBeUndefined();
    DataFolder.hold(dir).release();
    expect(readdirSync(dir)).toEqual([]);
  });
  it('is taken over from a process that is gone', async () => {
    left({ pid: await goneProcess(), began: '1' });
    expect(holderOf(dir)).toBeUndefined();
    DataFolder.hold(dir).release();
  });
  it('is taken over when the number was given to another process', () => {
    left({ ...ownMark(), began: '1' });
    DataFolder.hold(dir).release();
  });
  it('is taken over after a file that was cut off', () => {
    left({});
    writeFileSync(join(dir, 'holder.json'), '');
    DataFolder.hold(dir).release();
  });
  it('of another machine is respected while its file is touched', () => {
    left({ pid: 1, began: null, machine: 'elsewhere' });
    expect(() => DataFolder.hold(dir)).toThrow(FolderHeld);
    utimesSync(join(dir, 'holder.json'), 0, Date.now() / 1000 - 60);
    DataFolder.hold(dir).release();
  });
});

describe('a process', () => {
  it('is known by its start, not by its number alone', () => {
    expect(isAlive(ownMark())).toBe(true);
    expect(isAlive({ ...ownMark(), began: null })).toBe(true);
    if (ownMark().began !== null) expect(isAlive({ ...ownMark(), began: '1' })).toBe(false);
  });
});

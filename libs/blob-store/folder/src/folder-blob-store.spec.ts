import { jest } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobStoreContract } from '../../src/blob-store.contract.js';
import { FolderBlobStore } from './folder-blob-store.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blob-store-'));
  folders.push(folder);
  return folder;
}

blobStoreContract('FolderBlobStore', async () => {
  const folder = join(newFolder(), 'blobs');
  return { store: new FolderBlobStore(folder), leftovers: async () => readdirSync(join(folder, 'receiving')).length };
});

describe('a folder of bodies', () => {
  const body = async function* () {
    yield Buffer.from('some text');
  };

  it('keeps a body under the first two characters of its key', async () => {
    const folder = newFolder();
    await (await new FolderBlobStore(folder).receive(body())).keep('abcdef');
    expect(existsSync(join(folder, 'ab', 'abcdef'))).toBe(true);
  });

  it.each(['write', 'sync'] as const)('passes on that the disk is full at a %s, and leaves nothing behind', async (operation) => {
    const folder = newFolder();
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const file = await open(join(folder, 'any'), 'w');
    const spy = jest.spyOn(Object.getPrototypeOf(file) as FileHandle, operation).mockRejectedValueOnce(full);
    await expect(new FolderBlobStore(folder).receive(body())).rejects.toBe(full);
    spy.mockRestore();
    await file.close();
    expect(readdirSync(join(folder, 'receiving'))).toEqual([]);
  });

  it('says what is wrong when the folder cannot be written', async () => {
    const folder = newFolder();
    await (await open(join(folder, 'file'), 'w')).close();
    await expect(new FolderBlobStore(join(folder, 'file')).receive(body())).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { damageContract, type Tampering } from '../../src/damage.contract.js';
import { readStoreContract } from '../../src/read-store.contract.js';
import { SqliteReadStore } from './sqlite-read-store.js';

readStoreContract('SqliteReadStore', async () => new SqliteReadStore(':memory:'));

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
readStoreContract(
  'SqliteReadStore in a file',
  async () => {
    folders.push(mkdtempSync(join(tmpdir(), 'read-store-')));
    return new SqliteReadStore(join(folders.at(-1)!, 'read.sqlite'));
  },
  async () => new SqliteReadStore(join(folders.at(-1)!, 'read.sqlite')),
);

damageContract(
  'SqliteReadStore',
  async () => {
    folders.push(mkdtempSync(join(tmpdir(), 'read-store-')));
    const path = join(folders.at(-1)!, 'read.sqlite');
    return { store: new SqliteReadStore(path), tampering: tamperingWith(path) };
  },
  { countsDocuments: true },
);

/** Statements of a connection of one's own. */
function tamperingWith(path: string): Tampering {
  const run = async (sql: string, ...values: unknown[]): Promise<void> => {
    const file = new Database(path);
    try {
      file.prepare(sql).run(...values);
    } finally {
      file.close();
    }
  };
  const bodyOf = (collection: string, id: string): string => {
    const file = new Database(path, { readonly: true });
    const body = file.prepare(`SELECT body FROM "doc.${collection}" WHERE id = ?`).pluck().get(id) as string;
    file.close();
    return body;
  };
  return {
    editBody: (of, id, edit) => run(`UPDATE "doc.${of}" SET body = ? WHERE id = ?`, edit(bodyOf(of, id)), id),
    editField: (of, id, field, value) => run(`UPDATE "doc.${of}" SET "f.${field}" = ? WHERE id = ?`, value, id),
    editGuard: (of, id, stream, version) =>
      run(`UPDATE "doc.${of}" SET guards = json_set(guards, '$."' || ? || '"', ?) WHERE id = ?`, stream, version, id),
    exchange: async (of, one, other) => {
      await run(`UPDATE "doc.${of}" SET id = 'x' WHERE id = ?`, one);
      await run(`UPDATE "doc.${of}" SET id = ? WHERE id = ?`, one, other);
      await run(`UPDATE "doc.${of}" SET id = ? WHERE id = 'x'`, other);
    },
    remove: (of, id) => run(`DELETE FROM "doc.${of}" WHERE id = ?`, id),
    copy: (of, id, into) => run(`INSERT INTO "doc.${into}" SELECT * FROM "doc.${of}" WHERE id = ?`, id),
  };
}

describe('a read store in a file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'read-store-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = () => new SqliteReadStore(join(folder, 'read.sqlite'));
  const bodies = { name: 'bodies', fields: ['kind'] };

  it('writes documents and checkpoint together or not at all', async () => {
    const store = open();
    await store.define([bodies]);
    const puts = [
      { collection: 'bodies', id: 'a', body: { kind: 'x' } },
      { collection: 'nowhere', id: 'b', body: {} },
    ];
    await expect(store.write({ puts, checkpoint: { reader: 'r', position: '1' } })).rejects.toThrow();
    expect(await store.count('bodies')).toBe(0);
    expect(await store.checkpoint('r')).toBeUndefined();
    await store.close();
  });

  it('finds everything again when it is opened again, and knows collections that another connection defined', async () => {
    const first = open();
    const other = open();
    await first.define([bodies]);
    await first.write({ puts: [{ collection: 'bodies', id: 'a', body: { kind: 'x' } }], checkpoint: { reader: 'r', position: '1' } });
    expect(await other.count('bodies', { kind: 'x' })).toBe(1);
    await first.close();
    await other.close();
    const again = open();
    expect(await again.get('bodies', 'a')).toEqual({ kind: 'x' });
    expect(await again.checkpoint('r')).toBe('1');
    await again.close();
  });
});

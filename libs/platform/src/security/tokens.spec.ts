import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { DocumentTokens } from './document-tokens.js';
import { FolderTokens } from './folder-tokens.js';
import { mayPush, type Person } from './person.js';
import { holderOf } from './tokens.controller.js';
import { SESSION_SECONDS, Sessions } from './sessions.js';
import type { TokenStore } from './tokens.js';

const team: Person = { role: 'data-team', feeds: ['police-street'], lsp: null, region: null, name: 'Northmoor' };
const now = new Date('2004-06-01T09:00:00Z');
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'floor-tokens-'))));
afterEach(() => rmSync(dir, { recursive: true }));

/** The store, and another one on what it keeps. */
type Places = [name: string, open: () => TokenStore];
const documents = (): SqliteReadStore => new SqliteReadStore(join(dir, 'read.sqlite'));
const places: Places[] = [
  ['in the data folder', () => new FolderTokens(dir)],
  ['in the read store', () => new DocumentTokens(documents())],
];

describe.each(places)('tokens %s', (_, open) => {
  it('are known again after a restart, and no other text is', async () => {
    const token = await open().create(team, now);
    const again = open();
    expect(await again.verify(token)).toEqual(team);
    expect(await again.verify(token.slice(0, -1))).toBeUndefined();
    expect(await again.verify('')).toBeUndefined();
  });
  it('differ each time and carry 256 bits', async () => {
    const store = open();
    const tokens = new Set<string>();
    for (let n = 0; n < 20; n++) tokens.add(await store.create(team, now));
    expect(tokens.size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token.slice('floor_'.length), 'base64url')).toHaveLength(32);
  });
  it('of the first administrator end with the process', async () => {
    const store = open();
    store.accept('floor_local_x', { ...team, role: 'administrator' }, now);
    expect(await store.verify('floor_local_x')).toMatchObject({ role: 'administrator' });
    expect(await open().verify('floor_local_x')).toBeUndefined();
  });
  it('are kept as hashes, and nothing of them as text', async () => {
    const token = await open().create(team, now);
    for (const file of readdirSync(dir)) expect(readFileSync(join(dir, file)).includes(token)).toBe(false);
  });
});

describe('tokens', () => {
  it('in the data folder are for its owner alone', async () => {
    await new FolderTokens(dir).create(team, now);
    expect(statSync(join(dir, 'tokens.json')).mode & 0o777).toBe(0o600);
  });
  it('hold a data team to its feeds', () => {
    expect(mayPush(team, 'police-street')).toBe(true);
    expect(mayPush(team, 'ons-els')).toBe(false);
    expect(mayPush({ ...team, role: 'go-officer' }, 'police-street')).toBe(false);
    expect(mayPush({ ...team, role: 'administrator', feeds: [] }, 'ons-els')).toBe(true);
  });
  it('are not made for a role without its bounds', () => {
    expect(holderOf({ role: 'data-team' })).toMatchObject({ code: 'token-without-bounds', facts: { lacks: 'feed' } });
    expect(holderOf({ role: 'go-officer' })).toMatchObject({ facts: { lacks: 'region' } });
    expect(holderOf({ role: 'administrator' })).toEqual({
      role: 'administrator',
      feeds: [],
      lsp: null,
      region: null,
      name: 'administrator',
    });
  });
});

describe('a session', () => {
  it('starts with the link only and ends after its time', () => {
    let moment = now.getTime();
    const sessions = new Sessions({ now: () => new Date(moment) });
    expect(sessions.start('guess')).toBeUndefined();
    const session = sessions.start(sessions.code)!;
    expect(sessions.start(sessions.code)).not.toBe(session);
    expect(sessions.personOf(session)).toMatchObject({ role: 'administrator' });
    expect(sessions.personOf(session + 'x')).toBeUndefined();
    moment += SESSION_SECONDS * 1000;
    expect(sessions.personOf(session)).toBeUndefined();
  });
});

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
  it('stop working when they are revoked, once and for all, and on the day after their last', async () => {
    const store = open();
    const revoked = await store.create(team, now, { id: 'aaaaaaaaaaaaaaaa' });
    const ending = await store.create(team, now, { id: 'bbbbbbbbbbbbbbbb', expires: '2004-06-02' });
    expect(await store.revoke('aaaaaaaaaaaaaaaa', now)).toMatchObject({ revoked: now.toISOString() });
    expect(await store.revoke('aaaaaaaaaaaaaaaa', new Date())).toMatchObject({ revoked: now.toISOString() });
    expect(await store.revoke('cccccccccccccccc', now)).toBeUndefined();
    const again = open();
    expect(await again.verify(revoked, now)).toBeUndefined();
    expect(await again.verify(ending, new Date('2004-06-02T22:59:00Z'))).toEqual(team); // London is an hour ahead.
    expect(await again.verify(ending, new Date('2004-06-02T23:00:00Z'))).toBeUndefined();
    expect((await again.list()).map(({ id, revoked: at }) => [id, at !== null])).toEqual([
      ['aaaaaaaaaaaaaaaa', true],
      ['bbbbbbbbbbbbbbbb', false],
    ]);
  });
  it('are known again after a restart, and no other text is', async () => {
    const token = await open().create(team, now);
    const again = open();
    expect(await again.verify(token, now)).toEqual(team);
    expect(await again.verify(token.slice(0, -1), now)).toBeUndefined();
    expect(await again.verify('', now)).toBeUndefined();
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
    expect(await store.verify('floor_local_x', now)).toMatchObject({ role: 'administrator' });
    expect(await open().verify('floor_local_x', now)).toBeUndefined();
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
  let moment = now.getTime();
  const sessions = new Sessions({ now: () => new Date(moment) });

  it('starts with a link, once, and ends after its time', () => {
    const { code } = sessions.newCode();
    expect(sessions.start('guess')).toBeUndefined();
    const session = sessions.start(code)!;
    expect(sessions.start(code)).toBeUndefined();
    expect(sessions.personOf(session)).toMatchObject({ role: 'administrator' });
    expect(sessions.personOf(session + 'x')).toBeUndefined();
    moment += SESSION_SECONDS * 1000;
    expect(sessions.personOf(session)).toBeUndefined();
  });

  it('does not start with a link that is a quarter of an hour old', () => {
    const { code, until } = sessions.newCode();
    moment += 15 * 60_000;
    expect([sessions.start(code), until]).toEqual([undefined, new Date(moment)]);
  });
});

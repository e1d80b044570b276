import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayPush, type Person } from './person.js';
import { holderOf } from './tokens.controller.js';
import { SESSION_SECONDS, Sessions } from './sessions.js';
import { TokenStore } from './tokens.js';

const team: Person = { role: 'data-team', feeds: ['police-street'], lsp: null, region: null, name: 'Northmoor' };
const now = new Date('2004-06-01T09:00:00Z');
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'floor-tokens-'))));
afterEach(() => rmSync(dir, { recursive: true }));

describe('tokens', () => {
  it('are known again after a restart, and no other text is', () => {
    const token = new TokenStore(dir).create(team, now);
    const again = new TokenStore(dir);
    expect(again.verify(token)).toEqual(team);
    expect(again.verify(token.slice(0, -1))).toBeUndefined();
    expect(again.verify('')).toBeUndefined();
  });
  it('are kept as hashes, for the owner of the folder alone', () => {
    const token = new TokenStore(dir).create(team, now);
    const file = join(dir, 'tokens.json');
    expect(readFileSync(file, 'utf8')).not.toContain(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
  it('differ each time and carry 256 bits', () => {
    const store = new TokenStore(dir);
    const tokens = new Set(Array.from({ length: 20 }, () => store.create(team, now)));
    expect(tokens.size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token.slice('floor_'.length), 'base64url')).toHaveLength(32);
  });
  it('of the local administrator end with the process', () => {
    const store = new TokenStore(dir);
    store.accept('floor_local_x', { ...team, role: 'administrator' }, now);
    expect(store.verify('floor_local_x')).toMatchObject({ role: 'administrator' });
    expect(new TokenStore(dir).verify('floor_local_x')).toBeUndefined();
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { Refusal } from '#libs/kernel';
import { FolderTokens } from './folder-tokens.js';
import { administrator, type Person } from './person.js';
import { TokenDesk } from './token-desk.js';
import { tokenStream } from './token-events.js';
import { TokenScopes } from './token-scopes.js';

const now = new Date('2004-06-01T09:00:00Z');
const clock = { now: () => now };
const by = administrator('the administrator');
const team: Person = { role: 'data-team', feeds: ['police-street'], lsp: null, region: null, name: 'Northmoor' };
let dir: string;
let events: SqliteEventStore;
let tokens: FolderTokens;
let desk: TokenDesk;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'floor-desk-'));
  events = new SqliteEventStore(join(dir, 'log.sqlite'), clock);
  tokens = new FolderTokens(dir);
  const scopes = new TokenScopes();
  scopes.use(async ({ feeds }) => (feeds.includes('nothing') ? new Refusal('unknown-feed', 'There is none.') : undefined));
  desk = new TokenDesk(tokens, scopes, events, clock);
});
afterEach(async () => {
  await events.close();
  rmSync(dir, { recursive: true });
});

const made = async (expires: string | null = null): Promise<{ id: string; token: string }> => {
  const outcome = await desk.issue(team, expires, by);
  if (outcome instanceof Refusal) throw new Error(outcome.detail);
  return outcome;
};
const logOf = async (id: string): Promise<unknown[]> =>
  (await events.read({ stream: tokenStream(id) })).map(({ type, data }) => [type, data]);

describe('the desk of tokens', () => {
  it('leaves making and revoking in the log, once each, and neither the text of a token nor its hash', async () => {
    const { id, token } = await made('2004-12-31');
    await desk.revoke(id, by);
    await desk.revoke(id, by);
    const at = now.toISOString();
    expect(await logOf(id)).toEqual([
      ['TokenIssued', { v: 1, token: id, ...team, expires: '2004-12-31', by: by.name, at }],
      ['TokenRevoked', { v: 1, token: id, by: by.name, at }],
    ]);
    const [kept] = await tokens.list();
    const text = JSON.stringify([await logOf(id), await desk.list()]);
    expect([text.includes(token), text.includes(kept!.sha256)]).toEqual([false, false]);
  });

  it('lists who holds what, and how it stands', async () => {
    const { id } = await made();
    expect(await desk.list()).toEqual([{ id, ...team, created: now.toISOString(), expires: null, revoked: null, state: 'active' }]);
    expect(await desk.revoke(id, by)).toMatchObject({ id, state: 'revoked' });
  });

  it('refuses what the catalogue does not have, a day that is over, and an id that nobody was given, and logs none of it', async () => {
    expect(await desk.issue({ ...team, feeds: ['nothing'] }, null, by)).toMatchObject({ code: 'unknown-feed' });
    expect(await desk.issue(team, '2004-05-31', by)).toMatchObject({ code: 'already-expired' });
    expect(await desk.revoke('0123456789abcdef', by)).toMatchObject({ code: 'no-such-token' });
    expect(await events.end()).toBe('');
  });

  it('leaves an event that a crash kept out, when the revocation is repeated', async () => {
    const { id } = await made();
    await tokens.revoke(id, now);
    await desk.revoke(id, by);
    expect((await logOf(id)).length).toBe(2);
  });

  it('knows tokens of older versions by an id made from their hash', async () => {
    const { token } = await made();
    const old = new FolderTokens(dir);
    const [{ id: _, ...kept }] = (await old.list()) as unknown as [{ id: string; sha256: string }];
    await (old as unknown as { keep(one: object): Promise<void> }).keep(kept);
    const [shown] = await new TokenDesk(old, new TokenScopes(), events, clock).list();
    expect(shown!.id).toMatch(/^[0-9a-f]{16}$/);
    expect(await old.revoke(shown!.id, now)).toBeDefined();
    expect(await old.verify(token, now)).toBeUndefined();
  });
});

describe('an app without a catalogue', () => {
  it('makes tokens for administrators alone, since it cannot look up the rest', async () => {
    const alone = new TokenScopes();
    expect(await alone.refusalOf(team)).toMatchObject({ code: 'no-catalogue-here' });
    expect(await alone.refusalOf(by)).toBeUndefined();
  });
});

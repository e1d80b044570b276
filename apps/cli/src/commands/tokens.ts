import type { FloorServer } from '../server/floor-server.js';
import { pages } from '../server/pages.js';
import { printable } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** Whom the token is for, and until when. */
export interface TokenOptions {
  readonly role: string;
  readonly feed?: readonly string[] | undefined;
  readonly lsp?: string | undefined;
  readonly region?: string | undefined;
  readonly name?: string | undefined;
  readonly expires?: string | undefined;
}

/** A token as the list gives it: never its text. */
interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly feeds: readonly string[];
  readonly lsp: string | null;
  readonly region: string | null;
  readonly expires: string | null;
  readonly state: string;
}

/** Makes a token and prints it alone: it is shown this once. */
export async function createToken(server: FloorServer, options: TokenOptions, terminal: Terminal): Promise<void> {
  const { role, feed, lsp, region, name, expires } = options;
  const answer = await server.post<{ token: string }>('/v1/tokens', { role, feeds: feed, lsp, region, name, expires });
  terminal.answer(answer, ({ token }) => token);
}

/** Lists who holds tokens, what they may do and until when. */
export async function listTokens(server: FloorServer, terminal: Terminal): Promise<void> {
  const items: Token[] = [];
  for await (const token of pages<Token>(server, '/v1/tokens')) items.push(token);
  terminal.answer({ items, next: null }, () => {
    if (items.length === 0) return 'There are no tokens; floor token create makes one.';
    const rows = items.map((t) => [
      t.id,
      t.name,
      t.role,
      [...t.feeds, t.lsp, t.region].filter(Boolean).join(', '),
      t.expires?.slice(0, 10) ?? 'never',
      t.state,
    ]);
    return tableOf(['id', 'name', 'role', 'for', 'expires', 'state'], rows);
  });
}

/** Revokes a token: from now on it opens nothing. */
export async function revokeToken(server: FloorServer, id: string, terminal: Terminal): Promise<void> {
  const answer = await server.ask<Token>({ method: 'DELETE', path: `/v1/tokens/${encodeURIComponent(id)}` });
  terminal.answer(answer, ({ name }) => wrapped(printable(`The token ${id} of ${name} is revoked.`)));
}

/** Prints a new sign-in link, which works once and for a short time. */
export async function signInLink(server: FloorServer, terminal: Terminal): Promise<void> {
  const answer = await server.post<{ url: string; expires: string }>('/v1/sign-in-links', {});
  terminal.answer(answer, ({ url }) => url);
  terminal.say(`It signs one browser in as administrator, once, until ${answer.expires.slice(11, 16)} UTC.`);
}

import type { FloorServer } from '../server/floor-server.js';
import type { Terminal } from '../terminal.js';

/** Whom the token is for. */
export interface TokenOptions {
  readonly role: string;
  readonly feed?: readonly string[] | undefined;
  readonly lsp?: string | undefined;
  readonly region?: string | undefined;
  readonly name?: string | undefined;
}

/** Makes a token and prints it alone: it is shown this once. */
export async function createToken(server: FloorServer, { role, feed, lsp, region, name }: TokenOptions, terminal: Terminal): Promise<void> {
  const answer = await server.post<{ token: string }>('/v1/tokens', { role, feeds: feed, lsp, region, name });
  terminal.answer(answer, ({ token }) => token);
}

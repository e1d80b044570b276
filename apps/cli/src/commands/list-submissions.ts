import type { FloorServer } from '../server/floor-server.js';
import { count } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import type { Terminal } from '../terminal.js';

/** Which submissions, and how many. */
export interface ListOptions {
  readonly feed?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
}

/** A submission as the list gives it. */
interface Listed {
  readonly submission: string;
  readonly feed: string;
  readonly state: string;
  readonly released: string;
  readonly rows?: { readonly taken: number; readonly refused: number } | null;
}

/** Lists submissions, newest first as the server gives them. */
export async function listSubmissions(server: FloorServer, { feed, state, limit }: ListOptions, terminal: Terminal): Promise<void> {
  const answer = await server.get<{ items: readonly Listed[]; next: string | null }>('/v1/submissions', {
    feed,
    state,
    limit: String(limit),
  });
  terminal.answer(answer, ({ items, next }) => {
    if (items.length === 0) return 'There are no such submissions.';
    const rows = items.map((s) => [
      s.submission,
      s.feed,
      s.released,
      s.state,
      s.rows ? `${count(s.rows.taken)}/${count(s.rows.refused)}` : '',
    ]);
    const more = next === null ? [] : ['There are more: raise --limit, or name a feed or a state.'];
    return [tableOf(['submission', 'feed', 'released', 'state', 'taken/refused'], rows), ...more].join('\n');
  });
}

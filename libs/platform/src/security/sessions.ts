import { createHash } from 'node:crypto';
import { Clock } from '#libs/kernel';
import { administrator, type Person } from './person.js';
import { secret } from './tokens.js';

/** The cookie of a signed-in browser. */
export const SESSION_COOKIE = 'floor-session';
/** How long a browser stays signed in. */
export const SESSION_SECONDS = 12 * 60 * 60;
const SESSIONS_MAX = 1_000;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Browsers that came by the sign-in link. The link's code is good while the process runs, because whoever reads the
 * terminal that shows it may read the data folder too; each use gives a session of its own, held in memory alone.
 */
export class Sessions {
  readonly code = secret('');
  private readonly open = new Map<string, { readonly person: Person; readonly until: number }>();

  constructor(private readonly clock: Clock) {}

  /** A new session's secret in exchange for the link's code; undefined for any other text. */
  start(code: string): string | undefined {
    if (hashOf(code) !== hashOf(this.code)) return undefined; // Hashes: how alike two texts are does not show in time.
    const session = secret('');
    if (this.open.size >= SESSIONS_MAX) this.open.delete(this.open.keys().next().value!);
    this.open.set(hashOf(session), { person: administrator('signed in here'), until: this.clock.now().getTime() + SESSION_SECONDS * 1000 });
    return session;
  }

  /** Whose session it is, while it lasts. */
  personOf(session: string): Person | undefined {
    const held = this.open.get(hashOf(session));
    if (held === undefined || held.until > this.clock.now().getTime()) return held?.person;
    this.open.delete(hashOf(session));
    return undefined;
  }
}

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

/** How long a sign-in link works. */
const LINK_SECONDS = 15 * 60;
const LINKS_MAX = 100;

/** A sign-in link's secret, and when it stops working. */
export interface SignInCode {
  readonly code: string;
  readonly until: Date;
}

/** Browsers that came by a sign-in link. A link works once and for a short time; sessions are held in memory alone. */
export class Sessions {
  private readonly links = new Map<string, number>();
  private readonly open = new Map<string, { readonly person: Person; readonly until: number }>();

  constructor(private readonly clock: Clock) {}

  /** A new link's code. */
  newCode(): SignInCode {
    const code = secret('');
    const until = this.clock.now().getTime() + LINK_SECONDS * 1000;
    if (this.links.size >= LINKS_MAX) this.links.delete(this.links.keys().next().value!);
    this.links.set(hashOf(code), until); // Hashes: how alike two texts are does not show in time.
    return { code, until: new Date(until) };
  }

  /** A new session's secret in exchange for a link's code, once; undefined for any other text. */
  start(code: string): string | undefined {
    const until = this.links.get(hashOf(code));
    this.links.delete(hashOf(code));
    if (until === undefined || until <= this.clock.now().getTime()) return undefined;
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

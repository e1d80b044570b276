import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { londonDate } from '../calendar/london.js';
import type { Person } from './person.js';

/** A token as it is kept: its hash, never its text. */
export interface KeptToken extends Person {
  readonly sha256: string;
  readonly created: string;
  /** What lists and revocations call it; left out by older versions, where it follows from the hash. */
  readonly id?: string;
  /** The last day in London on which it works. */
  readonly expires?: string | null;
  /** When it was revoked. */
  readonly revoked?: string | null;
}

/** What may be said of a new token. */
export interface NewToken {
  readonly id?: string;
  readonly expires?: string | null;
}

/** A secret that cannot be guessed: 256 random bits. */
export const secret = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

/** A new token's id: it is no secret, and tells nothing of the text. */
export const newTokenId = (): string => randomBytes(8).toString('hex');

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What the token is called in lists and in the log. */
export const idOf = ({ id, sha256 }: KeptToken): string => id ?? createHash('sha256').update(`token ${sha256}`).digest('hex').slice(0, 16);

/** Who stands behind a kept token. */
export const personOf = ({ role, feeds, lsp, region, name }: Person): Person => ({ role, feeds, lsp, region, name });

/** Whether a token opens anything at this moment. */
export function stateOf({ expires = null, revoked = null }: KeptToken, now: Date): 'active' | 'expired' | 'revoked' {
  if (revoked !== null) return 'revoked';
  return expires !== null && londonDate(now) > expires ? 'expired' : 'active';
}

/** Whose token is whose. The adapters keep hashes, where everybody who asks can see them. */
export abstract class TokenStore {
  private readonly accepted: KeptToken[] = [];

  /** A new token for this person, kept as a hash; the text is told this once. */
  async create(person: Person, now: Date, { id = newTokenId(), expires = null }: NewToken = {}): Promise<string> {
    const text = secret('floor_');
    const sha256 = hashOf(text).toString('hex');
    await this.keep({ sha256, ...personOf(person), created: now.toISOString(), id, expires, revoked: null });
    return text;
  }

  /** Accepts this token until the process ends, without keeping it: the first administrator's. */
  accept(text: string, person: Person, now: Date): void {
    this.accepted.push({ ...person, sha256: hashOf(text).toString('hex'), created: now.toISOString() });
  }

  /** Whose token it is at this moment; undefined for one that nobody was given, that has expired or was revoked. */
  async verify(text: string, now: Date): Promise<Person | undefined> {
    const hash = hashOf(text);
    const found = this.accepted.find(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), hash)) ?? (await this.find(hash));
    return found && stateOf(found, now) === 'active' ? personOf(found) : undefined;
  }

  /** Every kept token, the oldest first. */
  async list(): Promise<readonly KeptToken[]> {
    return [...(await this.all())].sort((a, b) =>
      a.created === b.created ? (idOf(a) < idOf(b) ? -1 : 1) : a.created < b.created ? -1 : 1,
    );
  }

  /** Revokes the token of this id; gives it as it is kept then, and undefined where there is none. A repeat changes nothing. */
  async revoke(id: string, now: Date): Promise<KeptToken | undefined> {
    const token = (await this.all()).find((one) => idOf(one) === id);
    if (token === undefined || typeof token.revoked === 'string') return token;
    const revoked = { ...token, revoked: now.toISOString() };
    await this.keep(revoked);
    return revoked;
  }

  /** Keeps a token, in place of one with its hash. */
  protected abstract keep(token: KeptToken): Promise<void>;
  /** The kept token of this SHA-256 hash: how long it takes tells nothing of a text, for nobody can choose a hash. */
  protected abstract find(sha256: Buffer): Promise<KeptToken | undefined>;
  protected abstract all(): Promise<readonly KeptToken[]>;
}

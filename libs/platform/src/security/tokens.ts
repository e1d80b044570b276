import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Person } from './person.js';

/** A token as it is kept: its hash, never its text. */
export interface KeptToken extends Person {
  readonly sha256: string;
  readonly created: string;
}

/** A secret that cannot be guessed: 256 random bits. */
export const secret = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Who stands behind a kept token. */
export const personOf = ({ role, feeds, lsp, region, name }: Person): Person => ({ role, feeds, lsp, region, name });

/** Whose token is whose. The adapters keep hashes, where everybody who asks can see them. */
export abstract class TokenStore {
  private readonly accepted: KeptToken[] = [];

  /** A new token for this person, kept as a hash; the text is told this once. */
  async create(person: Person, now: Date): Promise<string> {
    const text = secret('floor_');
    await this.keep({ sha256: hashOf(text).toString('hex'), ...personOf(person), created: now.toISOString() });
    return text;
  }

  /** Accepts this token until the process ends, without keeping it: the first administrator's. */
  accept(text: string, person: Person, now: Date): void {
    this.accepted.push({ ...person, sha256: hashOf(text).toString('hex'), created: now.toISOString() });
  }

  /** Whose token it is; undefined for one that nobody was given. */
  async verify(text: string): Promise<Person | undefined> {
    const hash = hashOf(text);
    const found = this.accepted.find(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), hash)) ?? (await this.find(hash));
    return found && personOf(found);
  }

  protected abstract keep(token: KeptToken): Promise<void>;
  /** The kept token of this SHA-256 hash: how long it takes tells nothing of a text, for nobody can choose a hash. */
  protected abstract find(sha256: Buffer): Promise<KeptToken | undefined>;
}

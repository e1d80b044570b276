import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../data-folder/write-whole.js';
import type { Person } from './person.js';

/** A token as it is kept: its hash, never its text. */
interface Kept extends Person {
  readonly sha256: string;
  readonly created: string;
}

/** A secret that cannot be guessed: 256 random bits. */
export const secret = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whose token is whose, kept in the data folder for its owner's eyes alone. */
export class TokenStore {
  private readonly file: string;
  private kept: Kept[];

  constructor(dataDir: string) {
    this.file = join(dataDir, 'tokens.json');
    this.kept = existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as Kept[]) : [];
  }

  /** A new token for this person, kept as a hash; the text is told this once. */
  create({ role, feeds, lsp, region, name }: Person, now: Date): string {
    const text = secret('floor_');
    const kept = { sha256: hashOf(text).toString('hex'), role, feeds, lsp, region, name, created: now.toISOString() };
    const all = [...this.kept, kept];
    writeWhole(this.file, JSON.stringify(all, null, 2) + '\n', 0o600);
    this.kept = all;
    return text;
  }

  /** Accepts this token until the process ends, without keeping it: the local administrator's. */
  accept(text: string, person: Person, now: Date): void {
    this.session.push({ ...person, sha256: hashOf(text).toString('hex'), created: now.toISOString() });
  }

  private readonly session: Kept[] = [];

  /** Whose token it is; takes as long for a wrong one as for a right one. */
  verify(text: string): Person | undefined {
    const hash = hashOf(text);
    let found: Kept | undefined;
    for (const kept of [...this.kept, ...this.session]) {
      if (timingSafeEqual(Buffer.from(kept.sha256, 'hex'), hash)) found = kept;
    }
    if (found === undefined) return undefined;
    const { role, feeds, lsp, region, name } = found;
    return { role, feeds, lsp, region, name };
  }
}

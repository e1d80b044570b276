import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../data-folder/write-whole.js';
import { type KeptToken, TokenStore } from './tokens.js';

/** Tokens in the data folder, for its owner's eyes alone. */
export class FolderTokens extends TokenStore {
  private readonly file: string;
  private kept: readonly KeptToken[];

  constructor(dataDir: string) {
    super();
    this.file = join(dataDir, 'tokens.json');
    this.kept = existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as KeptToken[]) : [];
  }

  protected override async keep(token: KeptToken): Promise<void> {
    const all = [...this.kept.filter(({ sha256 }) => sha256 !== token.sha256), token];
    writeWhole(this.file, JSON.stringify(all, null, 2) + '\n', 0o600);
    this.kept = all;
  }

  protected override async find(sha256: Buffer): Promise<KeptToken | undefined> {
    const hex = sha256.toString('hex');
    return this.kept.find((kept) => kept.sha256 === hex);
  }

  protected override async all(): Promise<readonly KeptToken[]> {
    return this.kept;
  }
}

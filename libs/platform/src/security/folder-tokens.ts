import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderUnusable } from '../data-folder/folder-unusable.js';
import { writeWhole } from '../data-folder/write-whole.js';
import { type KeptToken, TokenStore } from './tokens.js';

/** Tokens in the data folder, for its owner's eyes alone. */
export class FolderTokens extends TokenStore {
  private readonly file: string;
  private kept: readonly KeptToken[];

  constructor(dataDir: string) {
    super();
    this.file = fileOf(dataDir);
    this.kept = keptIn(this.file);
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

const fileOf = (dataDir: string): string => join(dataDir, 'tokens.json');

/** Throws FolderUnusable where the folder's tokens cannot be read. */
export function checkTokens(dataDir: string): void {
  keptIn(fileOf(dataDir));
}

function keptIn(file: string): readonly KeptToken[] {
  if (!existsSync(file)) return [];
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(kept)) return kept as KeptToken[];
    throw new SyntaxError('It holds no list.');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FolderUnusable(
      `${file} is damaged, so nobody's token would be known: restore it from a backup, or remove it and give people new tokens.`,
      { cause: error },
    );
  }
}

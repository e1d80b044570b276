import type { ReadStore } from '#libs/read-store';
import { type KeptToken, TokenStore } from './tokens.js';

const PAGE = 1_000;
const TOKENS = { name: 'tokens', fields: [] } as const;

/** Tokens in the read store, where every app that shares it finds them. */
export class DocumentTokens extends TokenStore {
  private defined: Promise<void> | undefined;

  constructor(private readonly documents: ReadStore) {
    super();
  }

  protected override async keep(token: KeptToken): Promise<void> {
    await this.define();
    await this.documents.write({ puts: [{ collection: TOKENS.name, id: token.sha256, body: token }] });
  }

  protected override async find(sha256: Buffer): Promise<KeptToken | undefined> {
    await this.define();
    return this.documents.get<KeptToken>(TOKENS.name, sha256.toString('hex'));
  }

  protected override async all(): Promise<readonly KeptToken[]> {
    await this.define();
    const all: KeptToken[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.documents.find<KeptToken>(TOKENS.name, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      all.push(...page.items);
      if (page.next === null) return all;
      cursor = page.next;
    }
  }

  /** Once; and again after a failure, such as of a store that was away. */
  private async define(): Promise<void> {
    this.defined ??= this.documents.define([TOKENS]);
    await this.defined.catch((error: unknown) => {
      this.defined = undefined;
      throw error;
    });
  }
}

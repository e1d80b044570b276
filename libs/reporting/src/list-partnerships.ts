import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { PartnershipSummary } from '#libs/assessment';
import { Catalogue } from '#libs/catalogue/view';
import { ReadStore } from '#libs/read-store';
import type { OpenBreaches } from './domain/open-breaches.js';
import { placed } from './domain/placed.js';
import type { Scope } from './domain/who-sees.js';
import { OPEN_BREACHES } from './readers/count-open-breaches.js';

/** Assessment's collection: one document for a partnership. */
const SUMMARIES = 'partnership-summaries';
const AT_ONCE = 1_000;

/** How a partnership, or an area outside every one, stands: its latest judgements and its open breaches, counted by theme. */
export interface PartnershipStanding {
  readonly code: string;
  readonly judged: PartnershipSummary['themes'];
  readonly open: OpenBreaches['themes'];
}

/** Every partnership in scope, from the documents that count them; in order of code. */
export class ListPartnerships extends Query<readonly PartnershipStanding[]> {
  constructor(readonly scope: Scope) {
    super();
  }
}

@QueryHandler(ListPartnerships)
export class ListPartnershipsHandler implements IQueryHandler<ListPartnerships> {
  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {}

  async execute({ scope }: ListPartnerships): Promise<readonly PartnershipStanding[]> {
    const where = placed({ ...scope }, await this.catalogue.upToDate());
    const [judged, open] = await Promise.all([
      this.all<PartnershipSummary>(SUMMARIES, where),
      this.all<OpenBreaches>(OPEN_BREACHES.name, where),
    ]);
    const codes = [...new Set([...judged.keys(), ...open.keys()])].sort();
    return codes.map((code) => ({ code, judged: judged.get(code)?.themes ?? {}, open: open.get(code)?.themes ?? {} }));
  }

  private async all<T extends { id: string }>(collection: string, where: ReturnType<typeof placed>): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    let cursor: string | undefined;
    do {
      const { items, next } = await this.readStore.find<T>(collection, { where, limit: AT_ONCE, cursor });
      for (const item of items) found.set(item.id, item);
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    return found;
  }
}

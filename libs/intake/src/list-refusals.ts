import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import type { RefusedRow } from './domain/submission-events.js';
import { readSubmission, refusedRows } from './receipt.js';

/** A page of refused rows; `next` continues it. */
export interface RefusalsPage {
  readonly items: readonly RefusedRow[];
  readonly next: string | null;
}

/** All rows that a submission refused, in the order they were found. */
export class ListRefusals extends Query<RefusalsPage | Refusal> {
  constructor(
    readonly id: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListRefusals)
export class ListRefusalsHandler implements IQueryHandler<ListRefusals> {
  constructor(
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
  ) {}

  async execute({ id, limit, cursor = '0' }: ListRefusals): Promise<RefusalsPage | Refusal> {
    if (!/^\d{1,12}$/.test(cursor)) return new Refusal('bad-cursor', 'The cursor is not one that a page gave out; start again without it.');
    const { state } = await readSubmission(this.store, id);
    if (!state.completed) return new Refusal('no-such-submission', `There is no submission ${id}.`);
    if (state.completed.refusals === null) return { items: [], next: null };
    const from = Number(cursor);
    const rows = await refusedRows(this.blobs, state.completed.refusals, from, limit + 1);
    return { items: rows.slice(0, limit), next: rows.length > limit ? String(from + limit) : null };
  }
}

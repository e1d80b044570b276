import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import type { RefusedRow } from './domain/submission-events.js';
import { readSubmission } from './receipt.js';
import { BadPlace, refusedRows } from './refused-rows.js';

/** A page of refused rows; `next` names the byte of the kept list at which the following one begins, so that no page reads what came before. */
export interface RefusalsPage {
  readonly items: readonly RefusedRow[];
  readonly next: string | null;
}

const AT = 'byte-';
const CURSOR = /^byte-(\d{1,15})$/;
const badCursor = new Refusal(
  'bad-cursor',
  'The cursor is not one that a page of these refusals gave out, or an earlier release of the server did; start again without it.',
);

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

  async execute({ id, limit, cursor = `${AT}0` }: ListRefusals): Promise<RefusalsPage | Refusal> {
    const from = Number(CURSOR.exec(cursor)?.[1] ?? NaN);
    if (Number.isNaN(from)) return badCursor;
    const { state } = await readSubmission(this.store, id);
    if (!state.completed) return new Refusal('no-such-submission', `There is no submission ${id}.`);
    if (state.completed.refusals === null) return { items: [], next: null };
    try {
      const { rows, next } = await refusedRows(this.blobs, state.completed.refusals, { from, limit });
      return { items: rows, next: next === null ? null : `${AT}${next}` };
    } catch (error) {
      if (error instanceof BadPlace) return badCursor;
      throw error;
    }
  }
}

import { createInterface } from 'node:readline';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import type { RefusedRow, SubmissionCompleted } from '#libs/intake';
import { Refusal } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import type { SubmissionDocument } from './domain/submission-document.js';
import { SUBMISSIONS } from './readers/submissions-reader.js';

/** A delivery, and the first of its refused rows. */
export interface Arrival {
  readonly document: SubmissionDocument;
  readonly refusals: readonly RefusedRow[];
  /** The refused rows by cause, the greatest first; none where an older version recorded it. */
  readonly causes: NonNullable<SubmissionCompleted['data']['refusalsByCause']>;
}

/** How many refused rows a page shows; the others are a link away. */
export const REFUSALS_SHOWN = 100;

/** One delivery. */
export class ShowArrival extends Query<Arrival | Refusal> {
  constructor(readonly submission: string) {
    super();
  }
}

@QueryHandler(ShowArrival)
export class ShowArrivalHandler implements IQueryHandler<ShowArrival> {
  constructor(
    private readonly readStore: ReadStore,
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
  ) {}

  async execute({ submission }: ShowArrival): Promise<Arrival | Refusal> {
    const document = await this.readStore.get<SubmissionDocument>(SUBMISSIONS.name, submission);
    if (document === undefined)
      return new Refusal('unknown-submission', 'No submission has this id. It may have been recorded a moment ago: load the page again.');
    const events = await this.store.read({ stream: `submission-${submission}` });
    const completed = events.findLast(({ type }) => type === 'SubmissionCompleted')?.data as SubmissionCompleted['data'] | undefined;
    const refusals = completed?.refusals ? await this.refusedRows(completed.refusals) : [];
    return { document, refusals, causes: completed?.refusalsByCause ?? [] };
  }

  private async refusedRows(blob: string): Promise<RefusedRow[]> {
    const body = await this.blobs.open(blob);
    const rows: RefusedRow[] = [];
    for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
      rows.push(JSON.parse(line) as RefusedRow);
      if (rows.length === REFUSALS_SHOWN) break;
    }
    body.destroy();
    return rows;
  }
}

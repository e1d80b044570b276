import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import type { Receipt } from './domain/submission-events.js';
import type { JudgedSubmission } from '#libs/assessment';
import { ReadStore } from '#libs/read-store';
import { receiptOf } from './receipt.js';

/** Where assessment keeps what it judged anew upon a submission. */
const JUDGED_SUBMISSIONS = 'judged-submissions';

/** The receipt of a submission, from the log itself: it never lags. What was judged upon it is added once that is done. */
export class GetReceipt extends Query<Receipt | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
    private readonly documents: ReadStore,
  ) {}

  async execute({ id }: GetReceipt): Promise<Receipt | undefined> {
    const receipt = await receiptOf({ store: this.store, blobs: this.blobs }, id);
    const judged = receipt && (await this.documents.get<JudgedSubmission>(JUDGED_SUBMISSIONS, id));
    return judged ? { ...receipt, elements: judged.elements } : receipt;
  }
}

import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import type { Receipt } from './domain/submission-events.js';
import { receiptOf } from './receipt.js';

/** The receipt of a completed submission, from the log itself: it never lags. */
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
  ) {}

  execute({ id }: GetReceipt): Promise<Receipt | undefined> {
    return receiptOf({ store: this.store, blobs: this.blobs }, id);
  }
}

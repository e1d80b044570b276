import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import type { Receipt, SubmissionCompleted } from '../domain/submission-events.js';
import { receiptOf } from '../receipt.js';
import type { RecordOrder } from '../record-order.js';
import type { Reading } from './recording.js';

/** So many refused rows the answer to a dry run holds. */
const DRY_REFUSALS_MAX = 100_000;

/** The receipt of a dry run, which recorded nothing. */
export async function dryReceipt(
  order: RecordOrder,
  summary: Omit<SubmissionCompleted['data'], 'v' | 'attempt' | 'refusals'>,
  { collected }: Reading,
): Promise<Receipt> {
  const { feed, released, received, backfill, rows, observations, ignored, notes, refusalsByCause = [], causes = {} } = summary;
  const { id, sha256, name } = order;
  const rest = {
    feed,
    sha256,
    name,
    released,
    received,
    backfill,
    rows,
    observations: { older: 0, ...observations },
    ignored,
    notes,
    refusalsByCause,
    causes,
  };
  const refusals = order.allRefusals ? await collected.refused.upTo(DRY_REFUSALS_MAX) : collected.refused.first;
  const nothingMade = { position: null, dryRun: true, again: false, withdrawn: null, reinstated: null, failed: null, page: null } as const;
  return { submission: id, attempt: 1, state: 'tried', refusals, ...nothingMade, ...rest };
}

/** The receipt of what is recorded already: the first one; of a dry run its rows, and no change. */
export async function receiptAgain(
  stores: { readonly store: EventStore; readonly blobs: BlobStore },
  { id, dryRun, allRefusals }: RecordOrder,
): Promise<Receipt> {
  const first = (await receiptOf(stores, id, dryRun && allRefusals ? DRY_REFUSALS_MAX : undefined))!;
  return { ...first, ...(dryRun ? unchanged(first) : {}), again: true };
}

function unchanged({ observations: { recorded, revised, confirmed, older } }: Receipt): Partial<Receipt> {
  const observations = { recorded: 0, revised: 0, confirmed: recorded + revised + confirmed, dropped: 0, older };
  return { observations, dryRun: true, state: 'tried', position: null };
}

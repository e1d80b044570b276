import type { Receipt } from '#libs/intake';

/** A receipt of two rows, one of them refused. */
export const aReceipt = (more: Partial<Receipt> = {}): Receipt => ({
  submission: 's-1',
  feed: 'observations',
  sha256: 'ab'.repeat(32),
  name: 'a.csv',
  released: '2024-05-01',
  received: '2024-06-01T09:00:00.000Z',
  backfill: false,
  attempt: 1,
  rows: { read: 2, taken: 1, refused: 1, ignored: 0 },
  observations: { recorded: 1, revised: 0, confirmed: 0, dropped: 0 },
  ignored: {},
  notes: [],
  refusals: [{ row: 2, column: 'area', code: 'unknown-area', detail: '=cmd is not an area; check its code.', retryable: true }],
  position: '7',
  dryRun: false,
  withdrawn: null,
  ...more,
});

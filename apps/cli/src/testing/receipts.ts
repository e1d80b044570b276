import type { Receipt } from '../push/receipt.js';

/** A receipt of two rows, one of them refused. */
export const aReceipt = (more: Partial<Receipt> = {}): Receipt => ({
  submission: 's-1',
  feed: 'observations',
  name: 'a.csv',
  released: '2024-05-01',
  received: '2024-06-01T09:00:00.000Z',
  backfill: false,
  rows: { read: 2, taken: 1, refused: 1, ignored: 0 },
  observations: { recorded: 1, revised: 0, confirmed: 0, dropped: 0, older: 0 },
  ignored: {},
  notes: [],
  refusals: [{ row: 2, line: 3, column: 'area', code: 'unknown-area', detail: '=cmd is not an area; check its code.', retryable: true }],
  refusalsByCause: [{ code: 'unknown-area', subject: '=cmd', rows: 1, firstLine: 3 }],
  position: '7',
  dryRun: false,
  again: false,
  withdrawn: null,
  failed: null,
  ...more,
});

import { type Receipt, type Unfinished, isDone } from '../push/receipt.js';
import type { FloorServer } from '../server/floor-server.js';
import { receiptText } from '../show/receipt-text.js';
import type { Terminal } from '../terminal.js';

/** What is done to a submission: taken back, counted again, or tried again after it failed. */
export type SubmissionChange = 'withdrawal' | 'reinstatement' | 'retry';

/** What is done to which submission, and why. */
interface Change {
  readonly id: string;
  readonly change: SubmissionChange;
  readonly why?: string | undefined;
}

/** Changes a submission and shows its receipt; a retry takes no reason. */
export async function changeSubmission(server: FloorServer, { id, change, why }: Change, terminal: Terminal): Promise<void> {
  const path = `/v1/submissions/${encodeURIComponent(id)}/${change}`;
  const answer = await server.post<Receipt | Unfinished>(path, why === undefined ? {} : { why });
  terminal.answer(answer, (one) =>
    isDone(one) ? receiptText(one, one.name ?? one.submission ?? id, server.url) : `Submission ${id}: ${one.state ?? 'under way'}.`,
  );
}

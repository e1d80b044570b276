import { BlobDamaged, type BlobStore, NoSuchBlob } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import type { OrderedSubmission } from '../domain/partition-events.js';
import type { Provenance, RefusedRow } from '../domain/submission-events.js';
import { readSubmission } from '../receipt.js';
import { refusedRows } from '../refused-rows.js';
import { BodyChanged } from '../recording/kept-body.js';
import { MessageRows } from '../recording/message-rows.js';
import { startedOrder } from '../record-order.js';
import type { SubmissionRecorder } from '../record-submission.js';
import { type Why, whyOf } from './dead-letters.js';
import { MessageBodies } from './message-bodies.js';

/** What recording works with. */
export interface RecordingParts {
  readonly store: EventStore;
  readonly blobs: BlobStore;
  readonly recorder: SubmissionRecorder;
}

/** Records submissions that were made from messages, and says which messages were refused, by their offsets. */
export class MessageRecording {
  readonly bodies: MessageBodies;

  constructor(private readonly parts: RecordingParts) {
    this.bodies = new MessageBodies(parts.blobs);
  }

  /** Once: what was recorded before, by whichever consumer, only gives again what was refused. */
  async record(order: OrderedSubmission, body?: Buffer): Promise<Map<string, Why>> {
    const { id, ...started } = order;
    const outcome = await this.parts.recorder.complete({ ...startedOrder(id, { v: 1, attempt: 1, ...started }), decoded: body });
    if (outcome instanceof Refusal) return this.refused(order, { code: outcome.code, reason: outcome.detail, rows: [] }, body);
    const { failed, state, rows: counts } = outcome.receipt;
    if (failed && state === 'failed') return this.all(order, { code: failed.code, reason: failed.detail, rows: [] }, body);
    if (counts.refused === 0) return new Map();
    const rows = new MessageRows(body ?? (await this.bodies.read(order)));
    return byMessage(rows, await this.refusedRows(id));
  }

  /** What refuses a body whole may lie in one of its messages: each half is recorded by itself, unless something of the whole was. */
  private async refused(order: OrderedSubmission, why: Why, body: Buffer | undefined): Promise<Map<string, Why>> {
    const bytes = body ?? (await this.bodies.read(order).catch(nothingWhenGone));
    const isStarted = (await readSubmission(this.parts.store, order.id)).version > 0;
    const halves = bytes && !isStarted ? new MessageRows(bytes).halves() : undefined;
    if (!halves) return this.all(order, why, bytes);
    const found = new Map<string, Why>();
    for (const half of halves) {
      const part = await this.bodies.keepPart(order, half);
      for (const [offset, reason] of await this.record(part.order, part.body)) found.set(offset, reason);
    }
    return found;
  }

  /** All messages of the submission go back; where its body cannot be read any more, all that lie between its first and its last. */
  private async all(order: OrderedSubmission, why: Why, body: Buffer | undefined): Promise<Map<string, Why>> {
    const bytes = body ?? (await this.bodies.read(order).catch(nothingWhenGone));
    const offsets = bytes ? new MessageRows(bytes).offsets : offsetsBetween(order.from);
    return new Map(offsets.map((offset) => [offset, why]));
  }

  private async refusedRows(id: string): Promise<readonly RefusedRow[]> {
    const key = (await readSubmission(this.parts.store, id)).state.completed?.refusals;
    return key ? (await refusedRows(this.parts.blobs, key)).rows : [];
  }
}

function byMessage(rows: MessageRows, refused: readonly RefusedRow[]): Map<string, Why> {
  const of = new Map<string, RefusedRow[]>();
  for (const one of refused) {
    const { offset, row } = rows.within(one.row);
    const own = of.get(offset) ?? [];
    own.push({ ...one, row, line: row });
    of.set(offset, own);
  }
  return new Map([...of].map(([offset, all]) => [offset, whyOf(all.sort((a, b) => a.row - b.row))]));
}

function nothingWhenGone(error: unknown): undefined {
  if (![NoSuchBlob, BlobDamaged, BodyChanged].some((gone) => error instanceof gone)) throw error;
}

function offsetsBetween({ first, last }: Provenance): string[] {
  return Array.from({ length: Number(BigInt(last) - BigInt(first)) + 1 }, (_, i) => String(BigInt(first) + BigInt(i)));
}

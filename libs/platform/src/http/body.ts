import { type CustomDecorator, HttpStatus, SetMetadata } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '#libs/kernel';
import { ProblemException } from './problem.js';

export const RAW_BODY = 'floor:raw-body';

/** The route reads its body itself, by `bodyOf`; nothing has touched it before. */
export const RawBody = (): CustomDecorator => SetMetadata(RAW_BODY, true);

/** How much of a body is taken, and how long it may pause. */
export interface BodyBounds {
  readonly bytesMax: number;
  readonly stallMs?: number;
}

const STALL_MS = 60_000;

/** A body that broke off: the client went away before its end. */
export class BodyCut extends Error {
  constructor(readonly bytes: number) {
    super(`The connection was cut after ${bytes} bytes of the body.`);
    this.name = 'BodyCut';
  }
}

/** The bytes of a request as they come; throws 413 beyond the bound, 408 when they stop coming, BodyCut when cut off. */
export async function* bodyOf(request: IncomingMessage, { bytesMax, stallMs = STALL_MS }: BodyBounds): AsyncGenerator<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
  // Left early, the line stays open: the answer still has to go out on it.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  try {
    for (let bytes = 0; ;) {
      const next = await inTime(chunks.next(), stallMs).catch((error: unknown) => {
        throw (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? new BodyCut(bytes) : error;
      });
      if (next.done) break;
      bytes += next.value.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      yield next.value;
    }
  } finally {
    void chunks.return?.(); // Not awaited, for it waits for a sender that has paused. Until then the rest cannot be drained.
  }
}

/** Only the sender's pauses are counted, not ours. */
async function inTime<T>(next: Promise<T>, stallMs: number): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(tooSlow(stallMs)), stallMs);
  });
  try {
    return await Promise.race([next, stalled]);
  } finally {
    clearTimeout(late);
  }
}

const DRAINED_BYTES_MAX = 16 * 1024 * 1024;
const DRAINED_MS_MAX = 5_000;

/** Reads on for a moment after an early answer, so that its sender gets to read it; then cuts the line. */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let left = DRAINED_BYTES_MAX;
  const late = setTimeout(() => request.destroy(), DRAINED_MS_MAX).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
  request.on('error', () => undefined); // Whoever was refused may hang up.
  request.on('close', () => clearTimeout(late));
}

const tooLarge = (bytesMax: number): ProblemException =>
  new ProblemException(
    new Refusal('too-large', `The body is longer than ${bytesMax} bytes; send it in parts.`, { bytesMax }),
    HttpStatus.PAYLOAD_TOO_LARGE,
  );
const tooSlow = (stallMs: number): ProblemException =>
  new ProblemException(new Refusal('too-slow', `Nothing came for ${stallMs / 1000} seconds; send it again.`), HttpStatus.REQUEST_TIMEOUT);

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadingContext, ReadingOutcome } from '../format.js';
import type { Refusal } from '#libs/kernel';
import { formats } from '../../formats/index.js';
import { DecodedBody } from '../decode.js';
import { catalogueStub, feedOf } from './catalogue-stub.js';
import { RecordingSink } from './recording-sink.js';

/** The same bytes as a stream, in pieces of this size. */
export async function* bodyOf(content: string | Uint8Array, pieceBytes = 65536): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += pieceBytes) yield await Promise.resolve(bytes.subarray(at, at + pieceBytes));
}

/** Reads a body as a format does, on its default feed unless told otherwise. */
export async function reading(
  format: string,
  content: string | Uint8Array,
  more: Partial<ReadingContext> = {},
  sink = new RecordingSink(),
): Promise<{ outcome: ReadingOutcome | Refusal; sink: RecordingSink }> {
  const reader = formats.find(({ name }) => name === format)!;
  const decoded = new DecodedBody(bodyOf(content));
  const context = {
    catalogue: catalogueStub(),
    feed: feedOf(format),
    name: null,
    released: '2026-06-01',
    receivedOn: '2026-06-01',
    ...more,
  };
  const outcome = await reader.read(decoded, context, sink);
  return { outcome: decoded.refusal ?? outcome, sink };
}

const DATA = join(import.meta.dirname, '../../../../../../shared/data');

/** Paths of real files, by a pattern within their folder. */
export const realFiles = (pattern: string): string[] => globSync(pattern, { cwd: DATA }).sort();

/** The bytes of a real file, as it lies there. */
export const realFile = (path: string): Buffer => readFileSync(join(DATA, path));

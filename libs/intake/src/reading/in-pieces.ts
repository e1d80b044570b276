/** A socket gives its bytes in small chunks, and each costs a write and several turns of the event loop. */
const PIECE_BYTES = 256 * 1024;

/** The same bytes in pieces of about 256 KiB; the last one may be short. */
export async function* inPieces(body: AsyncIterable<Uint8Array>, bytes = PIECE_BYTES): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    held.push(chunk);
    length += chunk.length;
    if (length < bytes) continue;
    yield Buffer.concat(held, length);
    [held, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(held, length);
}

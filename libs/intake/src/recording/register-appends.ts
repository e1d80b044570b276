import { APPEND_BYTES_MAX, type Append, type EventStore, type NewEvent } from '#libs/event-store';

/** What is to be appended to one stream, and where it stood when that was decided. */
export interface Decided {
  readonly stream: string;
  readonly before: number;
  readonly news: readonly NewEvent[];
}

/** Appends to many streams. After a lost race some are written and some are not: `areWritten` tells which. */
export async function appendAll(store: EventStore, decided: readonly Decided[]): Promise<void> {
  const appends: Append[] = [];
  const large: Append[] = [];
  for (const { stream, before, news } of decided) {
    // One event is always within the bounds; several are split, in order, when they might not be.
    if (news.length === 1) appends.push({ stream, expected: before, events: news });
    else if (news.length > 1) large.push(...inPieces(stream, before, news));
  }
  await store.appendMany(appends);
  for (const { stream, expected, events } of large) await store.append(stream, expected, events);
}

/** Of each, whether the log holds these very events where they were to be. */
export async function areWritten(store: EventStore, decided: readonly Decided[]): Promise<boolean[]> {
  const slices = decided.map(({ stream, before, news }) => ({ stream, after: before, to: before + news.length }));
  const held = await store.readMany(slices);
  return decided.map(({ news }, i) => news.every(({ id }, k) => held[i]![k]?.id === id));
}

function inPieces(stream: string, expected: number, events: readonly NewEvent[]): Append[] {
  const pieces: Append[] = [];
  let piece: NewEvent[] = [];
  let bytes = 0;
  const close = (): void =>
    void (piece.length > 0 && pieces.push({ stream, expected: expected + events.indexOf(piece[0]!), events: piece }));
  for (const event of events) {
    const more = Buffer.byteLength(JSON.stringify(event.data)) + 200;
    if (bytes + more > APPEND_BYTES_MAX) {
      close();
      [piece, bytes] = [[], 0];
    }
    piece.push(event);
    bytes += more;
  }
  close();
  return pieces;
}

import { categoryOf, type Slice, type StoredEvent, type Stretch } from '#libs/event-store';
import { type LogReader, positionOf } from './log-reader.js';

/** Fewer slices are read one by one, each by a call of its own. */
const SLICES_MIN = 8;
const PAGE_MAX = 1_000;
/** Of so many others for each slice the stretch is not worth reading. */
const OTHERS_PER_SLICE = 3;

/**
 * Reads many slices by going through the stretch of the log in which they stand: a call for a page of events, where it
 * would be a call for each slice. Undefined where that is not worth it.
 */
export async function readStretch(
  reader: LogReader,
  slices: readonly Slice[],
  { after, to }: Stretch,
): Promise<StoredEvent[][] | undefined> {
  if (slices.length < SLICES_MIN) return undefined;
  const found = slices.map((): StoredEvent[] => []);
  const wanted = Map.groupBy(slices.keys(), (i) => slices[i]!.stream);
  const categories = [...new Set(slices.map(({ stream }) => categoryOf(stream)))].sort();
  const page = Math.min(PAGE_MAX, slices.length + Math.ceil(slices.length / 8));
  let others = 0;
  for (let at = after; ;) {
    const events = await reader.recordedAfter(at, page, categories);
    for (const event of events) {
      if (positionOf(event) > to) return found;
      const places = wanted.get(reader.streamOf(event));
      if (!places) others++;
      else keep(places, reader.stored(event));
    }
    if (events.length < page) return found;
    if (others > OTHERS_PER_SLICE * slices.length) return undefined;
    at = positionOf(events.at(-1)!);
  }

  function keep(places: readonly number[], event: StoredEvent): void {
    for (const i of places) {
      const { after = 0, to = Infinity } = slices[i]!;
      if (event.version > after && event.version <= to) found[i]!.push(event);
    }
  }
}

import type { EventStore, StoredEvent } from '#libs/event-store';
import { Reader, type Retry, type Work } from '#libs/event-feed';
import { type Counts, HistoryCache, pageOf, registerKey, SubmissionLedger } from '#libs/figures';
import type { FaultPoints } from '#libs/platform';
import type { Collection, Put, ReadStore } from '#libs/read-store';
import { type SeriesPage, seriesKey } from '../domain/series-page.js';
import { type Touch, touchedRegisters, union } from './touched-registers.js';

/** Where series pages are found: all years of an indicator's hundred areas lie under one key. */
export const SERIES: Collection = { name: 'series', fields: ['key', 'year'], atOnce: true };

/** How many pages are made and written at a time, so that memory stays flat whatever a submission's size. */
const PAGES_MAX = 240;
const STATEMENTS_MAX = 100_000;

/** Keeps the current figures of each register, as of the completions and withdrawals that it has read. */
export class SeriesReader extends Reader {
  readonly name = 'series';
  readonly stamp = 2; // Breakdowns that logs of before spell in several ways are one.
  readonly categories = ['submission'];
  readonly collections = [SERIES];
  private histories: HistoryCache;
  private ledger: SubmissionLedger;

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly faults: FaultPoints,
  ) {
    super();
    this.histories = new HistoryCache(store, STATEMENTS_MAX);
    this.ledger = new SubmissionLedger(store);
  }

  override async reset(): Promise<void> {
    this.histories = new HistoryCache(this.store, STATEMENTS_MAX);
    this.ledger = new SubmissionLedger(this.store);
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const touched = await touchedRegisters(this.store, events);
    const work = touched.size === 0 ? { puts: [] } : await this.pages(inLogOrder(touched), events.at(-1)!.position);
    this.faults.hit('project');
    return work;
  }

  /** The pages as of now: other submissions have stated figures of the same registers since. */
  override async retry({ event, request }: Retry): Promise<Work> {
    const touched = await touchedRegisters(this.store, [event]);
    const registers = inLogOrder(touched).map((register) => ({ ...register, to: request.position }));
    return registers.length === 0 ? { puts: [] } : this.pages(registers, request.position);
  }

  /** The pages as of this position: in one write, so that nobody sees half of a submission; the pages of a great one are set down aside first. */
  private async pages(registers: readonly Touched[], position: string): Promise<Work> {
    await this.ledger.upToDate();
    const counts = this.ledger.countsAt({ position });
    if (registers.length <= PAGES_MAX) return { puts: await this.made(registers, counts) };
    const work = await this.readStore.beginGreatWork([SERIES.name]);
    let written: Promise<void> = Promise.resolve();
    for (let from = 0; from < registers.length; from += PAGES_MAX) {
      // The next pages are made while those before them are on their way.
      const [puts] = await Promise.all([this.made(registers.slice(from, from + PAGES_MAX), counts), written]);
      written = work.add(puts);
    }
    await written;
    return { puts: [], promote: work };
  }

  private async made(registers: readonly Touched[], counts: Counts): Promise<Put[]> {
    const entries = await this.histories.getWithin(registers, union(registers));
    return entries.map(({ history }, i): Put => {
      const { stream } = registers[i]!;
      const { indicator, prefix, year } = registerKey(stream)!;
      // No guard: a page is folded whole from the log, and a withdrawal changes it without a new version of the register.
      const body: SeriesPage = { key: seriesKey(indicator, prefix), year, ...pageOf(prefix, history, counts) };
      return { collection: SERIES.name, id: stream, body };
    });
  }
}

interface Touched extends Touch {
  readonly stream: string;
}

/** Registers that were written together stand together in the log, and are read in one go. */
function inLogOrder(touched: ReadonlyMap<string, Touch>): Touched[] {
  const all = Array.from(touched, ([stream, touch]): Touched => ({ stream, ...touch }));
  return all.sort((a, b) => (a.after === b.after ? (a.stream < b.stream ? -1 : 1) : a.after < b.after ? -1 : 1));
}

import type { EventStore } from '#libs/event-store';
import { comparePeriods, periodFromKey } from '#libs/kernel';
import { type Backing, backingOf, type SpokenBy } from './backing.js';
import { type Cut, FigureSource, type SeeValue, type Series } from './figure-source.js';
import { HistoryCache } from './history-cache.js';
import { knownOn, pageOf, type RegisterPage, visitPage } from './register-page.js';
import { registerKey } from './register-events.js';
import { SubmissionLedger } from './submission-ledger.js';

/** Beyond so many it is quicker to ask for all registers of the indicator at once. */
const PREFIXES_ASKED_ONE_BY_ONE = 20;
/** The length of `E010081-2020`. */
const REGISTER_END = 12;

/** Figures folded from the log itself, as of any cut: what judging and `asOf` read. */
export class LogFigures extends FigureSource {
  private constructor(
    private readonly store: EventStore,
    private readonly cache: HistoryCache,
    private readonly ledger: SubmissionLedger,
    private readonly cut: Cut,
  ) {
    super();
  }

  /** Figures of everything that counts now. */
  static of(store: EventStore): LogFigures {
    return new LogFigures(store, new HistoryCache(store), new SubmissionLedger(store), {});
  }

  /** The same log at another cut; what was folded already is shared. */
  at(cut: Cut): LogFigures {
    return new LogFigures(this.store, this.cache, this.ledger, cut);
  }

  override async many(indicator: string, areas: readonly string[], breakdown = ''): Promise<ReadonlyMap<string, Series>> {
    const wanted = new Set(areas);
    const found = new Map<string, Series>(areas.map((area) => [area, []]));
    for (const page of await this.pages(indicator, areas)) {
      for (const [area, known] of knownOn(page, wanted, breakdown)) {
        found.set(
          area,
          [...found.get(area)!, ...known].sort((a, b) => comparePeriods(a.period, b.period)),
        );
      }
    }
    return found;
  }

  override async visit(indicator: string, slots: ReadonlyMap<string, number>, see: SeeValue): Promise<void> {
    for (const page of await this.pages(indicator, [...slots.keys()])) visitPage(page, slots, see);
  }

  /** What stands behind the headline figures of one period, in the order of the areas; null where nothing is stated. */
  async backings(indicator: string, areas: readonly string[], period: string, by: SpokenBy): Promise<(Backing | null)[]> {
    await this.ledger.upToDate();
    const year = periodFromKey(period).start.slice(0, 4);
    const streams = (await this.registersOf(indicator, areas)).filter((stream) => stream.endsWith(`-${year}`));
    const counts = this.ledger.countsAt(this.cut);
    const entries = await this.cache.get(streams);
    const histories = new Map(streams.map((stream, i) => [registerKey(stream)!.prefix, entries[i]!.history]));
    return areas.map((area) => {
      const history = histories.get(area.slice(0, 7));
      const index = history?.indexOf(area.slice(7));
      return index === undefined ? null : backingOf(history!.block(period, '')?.statements(index) ?? [], counts, by);
    });
  }

  private async pages(indicator: string, areas: readonly string[]): Promise<RegisterPage[]> {
    await this.ledger.upToDate();
    const streams = await this.registersOf(indicator, areas);
    const counts = this.ledger.countsAt(this.cut);
    const entries = await this.cache.get(streams);
    return entries.map(({ history }, i) => pageOf(registerKey(streams[i]!)!.prefix, history, counts));
  }

  private async registersOf(indicator: string, areas: readonly string[]): Promise<string[]> {
    const prefixes = new Set(areas.map((area) => area.slice(0, 7)));
    if (prefixes.size <= PREFIXES_ASKED_ONE_BY_ONE) {
      const names = await Promise.all([...prefixes].sort().map((prefix) => this.store.streams(`register-${indicator}-${prefix}-`)));
      return names.flat();
    }
    const own = `register-${indicator}-`;
    const all = await this.store.streams(own);
    // Its own registers' names go on with seven characters, a dash and a year; another indicator's name may begin like this one's.
    return all.filter((stream) => stream.length === own.length + REGISTER_END && prefixes.has(stream.slice(own.length, own.length + 7)));
  }
}

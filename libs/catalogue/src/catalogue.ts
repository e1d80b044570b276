import { Injectable } from '@nestjs/common';
import { EventStore, type Position, type StoredEvent } from '#libs/event-store';
import type { AreaType } from '#libs/kernel';
import { CatalogueState } from './domain/catalogue-state.js';
import type { CatalogueView } from './domain/catalogue-view.js';
import type { Area, AreaLink, Feed, Group, Indicator, Target } from './domain/types.js';

const BATCH = 100;
const EARLIER_MAX = 4;
const CATEGORY = ['catalogue'];

/**
 * The catalogue as this process last read it, and the way to read on. A view that was handed out never changes;
 * asked directly, this object answers from the newest one.
 */
@Injectable()
export class Catalogue implements CatalogueView {
  private state = CatalogueState.empty;
  private reading: Promise<unknown> = Promise.resolve();
  /** Of every event folded in. */
  private readonly positions: Position[] = [];
  /** When the log took each of them. */
  private readonly moments: string[] = [];
  private readonly earlier = new Map<Position, CatalogueState>();

  constructor(private readonly store: EventStore) {}

  /** Folds in what the log holds by now, and gives the view. Calls are served one after another, so none misses what came before it. */
  upToDate(): Promise<CatalogueState> {
    const mine = this.reading.then(
      () => this.readOn(),
      () => this.readOn(), // The failure was its own caller's; this one tries anew.
    );
    this.reading = mine;
    return mine;
  }

  /** The view as the log held it at a position; the few asked for last are kept. */
  async asOf(position: Position): Promise<CatalogueState> {
    const now = await this.upToDate();
    if (position >= now.position) return now;
    const last = this.positions.findLast((known) => known <= position);
    if (last === undefined) return CatalogueState.empty;
    const known = this.earlier.get(last) ?? (await this.fold(CatalogueState.empty, last));
    this.earlier.delete(last); // And in again at the end, as the one used last.
    this.earlier.set(last, known);
    for (const oldest of this.earlier.keys()) if (this.earlier.size > EARLIER_MAX) this.earlier.delete(oldest);
    return known;
  }

  /** The view as the log held it at a moment (ISO). */
  async asOfMoment(moment: string): Promise<CatalogueState> {
    await this.upToDate();
    const after = this.moments.findIndex((recordedAt) => recordedAt > moment);
    if (after === 0) return CatalogueState.empty;
    return this.asOf(after < 0 ? this.state.position : this.positions[after - 1]!);
  }

  get position(): Position {
    return this.state.position;
  }

  area(code: string): Area | undefined {
    return this.state.area(code);
  }

  indicator(code: string): Indicator | undefined {
    return this.state.indicator(code);
  }

  indicators(): readonly Indicator[] {
    return this.state.indicators();
  }

  areasLike(text: string): readonly Area[] {
    return this.state.areasLike(text);
  }

  indicatorsLike(text: string): readonly Indicator[] {
    return this.state.indicatorsLike(text);
  }

  feed(code: string): Feed | undefined {
    return this.state.feed(code);
  }

  feeds(): readonly Feed[] {
    return this.state.feeds();
  }

  group(code: string): Group | undefined {
    return this.state.group(code);
  }

  groups(): readonly Group[] {
    return this.state.groups();
  }

  target(code: string): Target | undefined {
    return this.state.target(code);
  }

  targets(): readonly Target[] {
    return this.state.targets();
  }

  links(code: string): readonly AreaLink[] {
    return this.state.links(code);
  }

  codeAt(code: string, date: string): string {
    return this.state.codeAt(code, date);
  }

  codesOf(code: string): readonly string[] {
    return this.state.codesOf(code);
  }

  within(code: string, type: AreaType, options?: { date?: string; vintage?: string }): readonly string[] {
    return this.state.within(code, type, options);
  }

  parentOf(code: string, type: AreaType, date?: string): string | undefined {
    return this.state.parentOf(code, type, date);
  }

  liesIn(code: string, containers: readonly string[]): boolean {
    return this.state.liesIn(code, containers);
  }

  private async readOn(): Promise<CatalogueState> {
    const news = await this.eventsAfter(this.state.position);
    if (news.length > 0) {
      this.state = this.state.with(news);
      for (const { position, recordedAt } of news) {
        this.positions.push(position);
        this.moments.push(recordedAt);
      }
    }
    return this.state;
  }

  private async fold(from: CatalogueState, to: Position): Promise<CatalogueState> {
    return from.with((await this.eventsAfter(from.position)).filter((event) => event.position <= to));
  }

  private async eventsAfter(position: Position): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let at = position; ;) {
      const batch = await this.store.readAll(at, BATCH, CATEGORY);
      events.push(...batch);
      if (batch.length < BATCH) return events;
      at = batch.at(-1)!.position;
    }
  }
}

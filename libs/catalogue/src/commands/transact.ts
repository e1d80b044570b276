import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EventStore, onConflictRetry } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { Catalogue } from '../catalogue.js';
import type { CatalogueState } from '../domain/catalogue-state.js';
import type { CatalogueEvent, CatalogueStream } from '../domain/events.js';

/** An append of the stores may hold 900 KB; what a rule makes at once is written in as few as fit, and mostly in one. */
const APPEND_BYTES = 800 * 1024;

type Decision = readonly CatalogueEvent[] | Refusal;

/**
 * Decides on the newest catalogue and appends, anew when another writer came first. Only the stream that is written
 * is guarded: what a rule reads of the others is never taken away, so a decision on it cannot become wrong.
 */
@Injectable()
export class Transactions {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {}

  /** The catalogue with the decision in it, or the refusal. `idOf` makes the ids of events that several may append. */
  async run(
    stream: CatalogueStream,
    decide: (view: CatalogueState, at: string) => Decision,
    idOf: (event: CatalogueEvent, index: number) => string = () => randomUUID(),
  ): Promise<CatalogueState | Refusal> {
    return onConflictRetry(async () => {
      const view = await this.catalogue.upToDate();
      const decision = decide(view, this.clock.now().toISOString());
      if (decision instanceof Refusal) return decision;
      if (decision.length === 0) return view;
      await this.append(stream, view.version(stream), decision, idOf);
      return this.catalogue.upToDate();
    });
  }

  private async append(
    stream: CatalogueStream,
    expected: number,
    decided: readonly CatalogueEvent[],
    idOf: (event: CatalogueEvent, index: number) => string,
  ): Promise<void> {
    let version = expected;
    const events = decided.map((event, i) => ({ id: idOf(event, i), ...event }));
    for (const part of parts(events)) version = (await this.store.append(stream, version, part)).version;
  }
}

function parts<T extends { readonly data: object }>(events: readonly T[]): T[][] {
  const all: T[][] = [];
  let bytes = 0;
  for (const event of events) {
    const own = Buffer.byteLength(JSON.stringify(event));
    if (all.length === 0 || bytes + own > APPEND_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)!.push(event);
    bytes += own;
  }
  return all;
}

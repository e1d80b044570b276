import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { v5 as uuid5 } from 'uuid';
import { Refusal } from '#libs/kernel';
import { Transactions } from './commands/transact.js';
import { defineFeed } from './domain/define-feed.js';
import { defineGroup } from './domain/define-group.js';
import { defineIndicator } from './domain/define-indicator.js';
import type { CatalogueState } from './domain/catalogue-state.js';
import { type CatalogueEvent, type CatalogueStream, STREAMS } from './domain/events.js';
import { importAreas } from './domain/import-areas.js';
import { postTarget } from './domain/post-target.js';
import { Shipped } from './shipped.js';
import { shippedAreas } from './shipped/areas.js';
import { shippedGroups } from './shipped/groups.js';
import { shippedIndicators } from './shipped/indicators.js';
import { shippedTargets } from './shipped/targets.js';

const NAMESPACE = '7c0a3d52-3a0f-5b57-8a1e-0d5c5e9f4b61';
const AUTHOR = { by: 'floor-targets', why: 'Ships with the product' };

/** A shipped item: what it is called, and the events that would define it. */
interface Item {
  readonly name: string;
  /** None when its code is defined already, by us or by people. */
  readonly decide: (view: CatalogueState, at: string) => readonly CatalogueEvent[] | Refusal;
}

/**
 * Puts what ships with the product into the log: all of it at the first start, what is missing at a later one.
 * What people have defined under the same code is left alone. Ids come from the names, so that racing starts write once.
 */
@Injectable()
export class Seeding implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    @Optional() private readonly shipped?: Shipped,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.put(STREAMS.areas, [areas]);
    await this.put(STREAMS.groups, shippedGroups.map(group));
    await this.put(STREAMS.indicators, [...shippedIndicators, ...(this.shipped?.indicators ?? [])].map(indicator));
    await this.put(STREAMS.feeds, (this.shipped?.feeds ?? []).map(feed));
    await this.put(STREAMS.targets, shippedTargets.map(target));
  }

  /** All missing items of a stream in one append. A refusal of what we ship is a fault of ours. */
  private async put(stream: CatalogueStream, items: readonly Item[]): Promise<void> {
    let names: string[] = [];
    const outcome = await this.transactions.run(
      stream,
      (view, at) => {
        names = [];
        const events: CatalogueEvent[] = [];
        let next = view;
        for (const { name, decide } of items) {
          const news = decide(next, at);
          if (news instanceof Refusal) throw new Error(`The shipped ${name} is refused: ${news.detail}`);
          news.forEach((event, i) => names.push(`${name} ${i} of ${view.version(stream)}`) && events.push(event));
          next = next.with(news.map((event) => ({ ...event, stream, version: 0, position: next.position }))); // Items build on each other.
        }
        return events;
      },
      (_, index) => uuid5(names[index]!, NAMESPACE),
    );
    if (outcome instanceof Refusal) throw new Error(outcome.detail);
  }
}

const areas: Item = {
  name: 'areas',
  decide: (view, at) => importAreas({ facts: shippedAreas, ...AUTHOR, at }, view.areas),
};
const group = (item: (typeof shippedGroups)[number]): Item => ({
  name: `group ${item.code}`,
  decide: (view, at) => (view.group(item.code) ? [] : defineGroup({ group: item, ...AUTHOR, at }, view)),
});
const indicator = (item: (typeof shippedIndicators)[number]): Item => ({
  name: `indicator ${item.code}`,
  decide: (view, at) => (view.indicator(item.code) ? [] : defineIndicator({ indicator: item, ...AUTHOR, at }, view)),
});
const feed = (item: Shipped['feeds'][number]): Item => ({
  name: `feed ${item.code}`,
  decide: (view, at) => (view.feed(item.code) ? [] : defineFeed({ feed: item, profileRefusal: undefined, ...AUTHOR, at }, view)),
});
const target = (item: (typeof shippedTargets)[number]): Item => ({
  name: `target ${item.code}`,
  decide: (view, at) => (view.target(item.code) ? [] : postTarget({ ...item, ...AUTHOR, why: item.why, at }, view)),
});

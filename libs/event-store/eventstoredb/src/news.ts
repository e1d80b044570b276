import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from '#libs/event-store';
import { retryDelayMs, type RetryPolicy } from '#libs/kernel';
import type { Connection } from './connection.js';
import type { Naming } from './naming.js';
import { subscribe } from './requests.js';
import { WireFault } from './wire-fault.js';

const FOLLOWED_AGAIN: RetryPolicy = { firstMs: 100, longestMs: 5_000 };

interface Listener {
  readonly onNews: () => void;
  /** Of the categories that it listens for. */
  readonly key: string;
}

/**
 * Tells listeners that the log may have grown: by one subscription for all that listen for the same categories, made anew
 * whenever it ends, and by a slow tick, because a subscription on a connection that is stalled says nothing, not even that
 * it says nothing.
 */
export class News {
  private readonly listeners = new Set<Listener>();
  private readonly followed = new Set<string>();
  private readonly due = new Set<Listener>();
  private tick: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly connection: Connection,
    private readonly naming: Naming,
    private readonly tickMs: number,
  ) {}

  /** Tells everyone, or those who listen for some categories, after the caller's own work and once for all that comes in one turn. */
  tell(key?: string): void {
    const isFirst = this.due.size === 0;
    for (const listener of this.listeners) if (key === undefined || listener.key === key) this.due.add(listener);
    if (!isFirst || this.due.size === 0) return;
    setImmediate(() => {
      const due = [...this.due];
      this.due.clear();
      for (const listener of due) if (this.listeners.has(listener)) listener.onNews();
    });
  }

  listen(onNews: () => void, categories: readonly string[]): Subscription {
    const key = categories.toSorted().join();
    const listener = { onNews, key }; // The same function may listen twice.
    this.listeners.add(listener);
    this.tick ??= setInterval(() => this.tell(), this.tickMs).unref();
    if (!this.followed.has(key)) void this.follow(key, categories);
    return {
      stop: async () => {
        this.listeners.delete(listener);
        if (this.listeners.size === 0) this.stopTick();
      },
    };
  }

  close(): void {
    this.isClosed = true;
    this.listeners.clear();
    this.stopTick();
  }

  /** Follows the log until it is closed; a listener that comes later finds it followed already. */
  private async follow(key: string, categories: readonly string[]): Promise<void> {
    this.followed.add(key);
    const request = subscribe(this.naming.filter(categories));
    for (let failures = 0; !this.isClosed;) {
      try {
        await this.connection.follow(request, () => {
          failures = 0; // It stands; what came before it was not heard of, so its confirmation is news too.
          this.tell(key);
        });
      } catch (fault) {
        if (!(fault instanceof WireFault) && !this.isClosed) throw fault;
      }
      // What ended it shows in every reader's own next read; listeners are served by the tick until it stands again.
      failures += 1;
      if (!this.isClosed) await sleep(retryDelayMs(FOLLOWED_AGAIN, failures), undefined, { ref: false });
    }
  }

  private stopTick(): void {
    clearInterval(this.tick);
    this.tick = undefined;
  }
}

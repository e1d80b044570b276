import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from '#libs/event-store';
import type { Connection } from './connection.js';
import type { Naming } from './naming.js';
import { subscribe } from './requests.js';
import { WireFault } from './wire-fault.js';

const WAIT_MS_FIRST = 100;
const WAIT_MS_MAX = 5_000;

/**
 * Tells listeners that the log may have grown: by one subscription for all of them, made anew whenever it ends, and by
 * a slow tick, because a subscription on a connection that is stalled says nothing, not even that it says nothing.
 */
export class News {
  private readonly listeners = new Set<{ readonly onNews: () => void }>();
  private tick: NodeJS.Timeout | undefined;
  private isFollowing = false;
  private isClosed = false;
  private isTold = false;

  constructor(
    private readonly connection: Connection,
    private readonly naming: Naming,
    private readonly tickMs: number,
  ) {}

  /** Tells everyone, after the caller's own work and once for all that comes in one turn. */
  tell(): void {
    if (this.isTold || this.listeners.size === 0) return;
    this.isTold = true;
    setImmediate(() => {
      this.isTold = false;
      for (const { onNews } of [...this.listeners]) onNews();
    });
  }

  listen(onNews: () => void): Subscription {
    const listener = { onNews }; // The same function may listen twice.
    this.listeners.add(listener);
    this.tick ??= setInterval(() => this.tell(), this.tickMs).unref();
    if (!this.isFollowing) void this.follow();
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
  private async follow(): Promise<void> {
    this.isFollowing = true;
    const request = subscribe({ prefix: this.naming.prefix });
    for (let waitMs = WAIT_MS_FIRST; !this.isClosed; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
      try {
        await this.connection.follow(request, () => {
          waitMs = WAIT_MS_FIRST; // It stands; what came before it was not heard of, so its confirmation is news too.
          this.tell();
        });
      } catch (fault) {
        if (!(fault instanceof WireFault) && !this.isClosed) throw fault;
      }
      // What ended it shows in every reader's own next read; listeners are served by the tick until it stands again.
      if (!this.isClosed) await sleep(waitMs, undefined, { ref: false });
    }
  }

  private stopTick(): void {
    clearInterval(this.tick);
    this.tick = undefined;
  }
}

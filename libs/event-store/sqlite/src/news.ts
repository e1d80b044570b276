import { realpathSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import type { Subscription } from '#libs/event-store';

const POLL_MS = 400;

/**
 * Tells listeners that the file may have grown: at once for an append of this process, in whatever thread,
 * and by asking SQLite now and then for one of another process. Keeps no process alive.
 */
export class News {
  private readonly listeners = new Set<{ readonly onNews: () => void }>();
  private readonly channel: BroadcastChannel | undefined;
  private poll: NodeJS.Timeout | undefined;
  private seen: unknown;

  constructor(private readonly db: Database.Database) {
    if (db.memory) return; // Nobody else has it.
    this.channel = new BroadcastChannel(`event-store:${realpathSync(db.name)}`);
    this.channel.onmessage = () => this.call();
    this.channel.unref();
  }

  /** Tells everyone, this instance's listeners included; they are called after the caller's own work. */
  tell(): void {
    this.channel?.postMessage(null);
    if (this.listeners.size > 0) setImmediate(() => this.call());
  }

  listen(onNews: () => void): Subscription {
    const listener = { onNews }; // The same function may listen twice.
    this.listeners.add(listener);
    if (this.poll === undefined) this.startPolling();
    return {
      stop: async () => {
        this.listeners.delete(listener);
        if (this.listeners.size === 0) this.stopPolling();
      },
    };
  }

  close(): void {
    this.listeners.clear();
    this.stopPolling();
    this.channel?.close();
  }

  private startPolling(): void {
    this.seen = this.version();
    this.poll = setInterval(() => {
      const version = this.version();
      if (version === this.seen) return;
      this.seen = version;
      this.call();
    }, POLL_MS).unref();
  }

  private stopPolling(): void {
    clearInterval(this.poll);
    this.poll = undefined;
  }

  /** A number that changes when another connection commits. */
  private version(): unknown {
    return this.db.pragma('data_version', { simple: true });
  }

  private call(): void {
    for (const { onNews } of [...this.listeners]) onNews();
  }
}

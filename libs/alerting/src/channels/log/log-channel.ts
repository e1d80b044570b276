import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Channel, type Alert, type Delivered, type NotDelivered } from '../../channel.js';
import { KnownIds, readTail } from './known-ids.js';

interface Waiting {
  readonly alert: Alert;
  readonly settle: (outcome: Delivered | NotDelivered) => void;
}

/** Writes each alert as one JSON line, with the whole story, to a file; what comes together shares one fsync. */
export class LogChannel extends Channel {
  readonly name = 'log';
  readonly dropsRepeats = true;
  private known: KnownIds | undefined;
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly path: string) {
    super();
  }

  deliver(alert: Alert): Promise<Delivered | NotDelivered> {
    const outcome = new Promise<Delivered | NotDelivered>((settle) => this.waiting.push({ alert, settle }));
    if (!this.writing) void this.writeAll(); // It answers by settling, and never rejects.
    return outcome;
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    await Promise.resolve(); // Lets those who deliver in the same turn join this write.
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, 1000);
      const outcomes = await this.write(batch.map(({ alert }) => alert));
      batch.forEach(({ settle }, i) => settle(outcomes[i]!));
    }
    this.writing = false;
  }

  private async write(alerts: readonly Alert[]): Promise<(Delivered | NotDelivered)[]> {
    try {
      this.known ??= await this.open();
      const known = this.known;
      const repeats = alerts.map(({ alert }, i) => known.has(alert) || alerts.findIndex((other) => other.alert === alert) < i);
      const lines = alerts.filter((_, i) => !repeats[i]).map((alert) => `${JSON.stringify({ id: alert.alert, ...alert })}\n`);
      if (lines.length > 0) await this.append(lines.join(''));
      alerts.forEach(({ alert }) => known.add(alert));
      return repeats.map((repeat) => ({ delivered: true, repeat }));
    } catch (fault) {
      this.known = undefined; // The line may be there, whole or in part: look again before the next write.
      return alerts.map(() => ({ delivered: false, error: fault instanceof Error ? fault.message : String(fault), retryable: true }));
    }
  }

  /** Learns the ids at the file's end, and ends a line that a crash cut short. */
  private async open(): Promise<KnownIds> {
    await mkdir(dirname(this.path), { recursive: true });
    const tail = await readTail(this.path);
    if (tail.cutShort) await this.append('\n');
    return new KnownIds(tail.ids);
  }

  private async append(text: string): Promise<void> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.path, 'a', 0o600);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file?.close();
    }
  }
}

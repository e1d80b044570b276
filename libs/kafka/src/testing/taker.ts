import type { Message, Poll, Standing, Taking } from '../kafka.js';

/** A taker for tests: keeps what it is handed, and fails where it is told to. */
export class Taker {
  readonly messages: Message[] = [];
  /** Called before a poll is kept; what it throws, the take throws. */
  onPoll: (poll: Poll, standing: Standing) => void | Promise<void> = () => undefined;
  private watchers: (() => void)[] = [];

  of(group: string, topic: string, startAt?: Taking['startAt']): Taking {
    return { group, topic, startAt, take: (poll, standing) => this.take(poll, standing) };
  }

  get values(): string[] {
    return this.messages.map(({ value }) => Buffer.from(value ?? []).toString());
  }

  /** Resolves when so many distinct messages have been kept; throws with what it has when they have not in time. */
  async has(count: number, timeoutMs = 30_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (this.distinct < count) {
      const left = until - Date.now();
      if (left <= 0) throw new Error(`Of ${count} messages ${this.distinct} came.`);
      await this.news(left);
    }
  }

  private get distinct(): number {
    return new Set(this.messages.map(({ partition, offset }) => `${partition}@${offset}`)).size;
  }

  private async take(poll: Poll, standing: Standing): Promise<void> {
    await this.onPoll(poll, standing);
    this.messages.push(...poll.messages);
    this.watchers.splice(0).forEach((wake) => wake());
  }

  private news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.watchers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

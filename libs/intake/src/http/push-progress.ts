import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';

/** A push that is being recorded, as far as it has come. */
export interface PushUnderWay {
  readonly feed: string;
  /** An ISO moment. */
  readonly since: string;
  readonly phase: string;
  readonly rows: number;
  readonly registers: number;
  readonly rowsPerSecond: number;
}

interface Push {
  readonly feed: string;
  readonly began: number;
  last: { readonly phase?: unknown; readonly rows?: unknown; readonly registers?: unknown };
}

/** How far the pushes under way have come: held in memory alone, for whoever waits for a receipt. */
@Injectable()
export class PushProgress {
  private readonly pushes = new Set<Push>();

  constructor(private readonly clock: Clock) {}

  /** Shows the push while its work lasts, by what the work reports. */
  async during<T>(feed: string, work: (report: (progress: object) => void) => Promise<T>): Promise<T> {
    const push: Push = { feed, began: this.clock.now().getTime(), last: {} };
    this.pushes.add(push);
    try {
      return await work((progress) => (push.last = progress));
    } finally {
      this.pushes.delete(push);
    }
  }

  /** The pushes to this feed that are under way, the oldest first. */
  of(feed: string): PushUnderWay[] {
    const now = this.clock.now().getTime();
    return [...this.pushes].filter((push) => push.feed === feed).map((push) => underWay(push, now));
  }
}

const number = (x: unknown): number => (typeof x === 'number' ? x : 0);

function underWay({ feed, began, last }: Push, now: number): PushUnderWay {
  const rows = number(last.rows);
  const seconds = Math.max(now - began, 1) / 1000;
  const phase = typeof last.phase === 'string' ? last.phase : 'waiting';
  return {
    feed,
    since: new Date(began).toISOString(),
    phase,
    rows,
    registers: number(last.registers),
    rowsPerSecond: Math.round(rows / seconds),
  };
}

import { setImmediate } from 'node:timers/promises';
import { MonotonicTime } from '../lease/monotonic-time.js';

interface Repeated {
  readonly everyMs: number;
  nextMs: number;
  readonly act: () => void;
}

/** Time that stands still until it is moved, and then does what falls due on the way. */
export class SetTime extends MonotonicTime {
  private readonly repeated = new Set<Repeated>();

  constructor(private ms = 0) {
    super();
  }

  override nowMs(): number {
    return this.ms;
  }

  override every(ms: number, act: () => void): () => void {
    const repeated = { everyMs: ms, nextMs: this.ms + ms, act };
    this.repeated.add(repeated);
    return () => this.repeated.delete(repeated);
  }

  /** Lets time pass; `frozen`, nothing is done on the way, as when the machine slept: what is due is done once, at the end. */
  async pass(ms: number, { frozen = false } = {}): Promise<void> {
    const end = this.ms + ms;
    for (;;) {
      if (frozen) this.ms = end;
      const [due] = [...this.repeated].sort((a, b) => a.nextMs - b.nextMs);
      if (!due || due.nextMs > end) break;
      this.ms = Math.max(this.ms, due.nextMs);
      due.nextMs = frozen ? end + due.everyMs : due.nextMs + due.everyMs;
      due.act();
      await settled();
    }
    this.ms = end;
    await settled();
  }
}

/** After what was begun in memory has been done. */
async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await setImmediate();
}

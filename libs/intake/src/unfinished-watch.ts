import { setTimeout } from 'node:timers/promises';
import type { UnfinishedSubmissions } from './unfinished-submissions.js';

const LOOK_MS = 2_000;
const LOOK_MS_MAX = 60_000;

/** Has submissions finished that were left open: once at the start by a process that is alone, now and then beside others. */
export class UnfinishedWatch {
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;
  private fault: string | undefined;

  constructor(
    private readonly unfinished: UnfinishedSubmissions,
    private readonly isAlone: boolean,
    private readonly lookMs = LOOK_MS,
  ) {}

  /** Alone: resolves when nothing is open any more. Beside others, a start does not wait for what they left. */
  async start(): Promise<void> {
    if (this.isAlone) await this.unfinished.finish();
    else this.watching = this.watch();
  }

  /** Stops after the submission in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
  }

  /** What keeps it from its work; empty when all is well. */
  troubles(): string[] {
    return this.fault === undefined ? [] : [`A submission that was left open is not finished: ${this.fault}`];
  }

  private async watch(): Promise<void> {
    for (let faults = 0; !this.stopping.signal.aborted;) {
      try {
        await this.unfinished.finish();
        faults = 0;
        this.fault = undefined;
      } catch (error) {
        this.fault = String(error).slice(0, 500);
        faults++;
      }
      await this.pause(Math.min(LOOK_MS_MAX, this.lookMs * 2 ** faults));
    }
  }

  private async pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined); // Cut short by a stop alone.
  }
}

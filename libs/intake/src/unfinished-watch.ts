import { setTimeout } from 'node:timers/promises';
import { retryDelayMs } from '#libs/kernel';
import type { HealthIssue } from '#libs/platform';
import type { UnfinishedSubmissions } from './unfinished-submissions.js';

const LOOK_MS = 2_000;
const LOOK_MS_MAX = 60_000;

/** Has submissions finished that were left open, by a crash, another instance or a store that was away. */
export class UnfinishedWatch {
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;
  private fault: string | undefined;

  constructor(
    private readonly unfinished: UnfinishedSubmissions,
    private readonly isAlone: boolean,
    private readonly lookMs = LOOK_MS,
  ) {}

  /** Alone: resolves after the first round, whatever came of it. Beside others, a start does not wait for what they left. */
  async start(): Promise<void> {
    const faults = this.isAlone ? await this.round(0) : 0;
    this.watching = this.watch(this.isAlone, faults);
  }

  /** Stops after the submission in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
  }

  /** What is left open for want of a store, and what failed and waits for a person. */
  issues(): HealthIssue[] {
    const waiting = this.unfinished.waiting();
    const rest = waiting.length > 1 ? ` ${waiting.length - 1} more failed; GET /v1/submissions?state=failed lists them.` : '';
    return [
      ...(this.fault === undefined
        ? []
        : [degraded('submission-left-open', `A submission that was left open is not finished yet: ${this.fault}`)]),
      ...(waiting.length === 0 ? [] : [degraded('submission-failed', `${waiting[0]!.slice(0, 400)} Retry or withdraw it.${rest}`)]),
    ];
  }

  private async watch(hasLooked: boolean, before: number): Promise<void> {
    for (let faults = before, isFirst = !hasLooked; !this.stopping.signal.aborted; isFirst = false) {
      if (!isFirst) await this.pause(retryDelayMs({ firstMs: this.lookMs, longestMs: LOOK_MS_MAX }, faults + 1));
      if (!this.stopping.signal.aborted) faults = await this.round(faults);
    }
  }

  /** How many rounds in a row have met a fault; the last one is shown. */
  private async round(before: number): Promise<number> {
    try {
      await this.unfinished.finish();
      this.fault = undefined;
      return 0;
    } catch (error) {
      this.fault = String(error).slice(0, 500);
      return before + 1;
    }
  }

  private async pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined); // Cut short by a stop alone.
  }
}

const degraded = (code: string, text: string): HealthIssue => ({ severity: 'degraded', code, text });

import type { Clock } from '#libs/kernel';
import type { HealthIssue } from '#libs/platform';
import type { ForgottenBodies } from './forgotten-bodies.js';

const DAY_MS = 24 * 3_600_000;

/** Has forgotten bodies removed once, at the start. */
export class BodyCollection {
  private readonly stopping = new AbortController();
  private collecting: Promise<void> = Promise.resolve();
  private fault: string | undefined;

  constructor(
    private readonly forgotten: Pick<ForgottenBodies, 'collect'>,
    private readonly clock: Clock,
    private readonly isAlone: boolean,
  ) {}

  /** Alone: before anything is received, so whatever nothing names is forgotten. Beside others, what is younger than a day may be on its way, and the start does not wait. */
  async start(): Promise<void> {
    const than = new Date(this.clock.now().getTime() - (this.isAlone ? 0 : DAY_MS));
    this.collecting = this.collect(than);
    if (this.isAlone) await this.collecting;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.collecting;
  }

  issues(): HealthIssue[] {
    if (this.fault === undefined) return [];
    const text = `Bodies that were kept before a crash, and that no submission names, could not be removed: ${this.fault}. They are no figures; the next start tries again.`;
    return [{ severity: 'degraded', code: 'bodies-not-collected', text }];
  }

  private async collect(than: Date): Promise<void> {
    try {
      await this.forgotten.collect(than, this.stopping.signal);
    } catch (error) {
      this.fault = String(error).slice(0, 300);
    }
  }
}

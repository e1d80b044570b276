import { Injectable } from '@nestjs/common';

/** Something that keeps the process from all of its work (`not-ready`) or from a part of it (`degraded`), with what to do. */
export interface HealthIssue {
  readonly severity: 'degraded' | 'not-ready';
  readonly code: string;
  readonly text: string;
}

/** Where the parts of a thread report what is not as it should be; health shows it within seconds. */
export abstract class HealthIssues {
  /** Replaces what this source reported before; an empty list says that all is well. */
  abstract report(source: string, issues: readonly HealthIssue[]): void;
  /** The issues of all sources. */
  abstract all(): readonly HealthIssue[];
}

/** Keeps them in memory, for its own thread. */
@Injectable()
export class IssuesInMemory extends HealthIssues {
  private readonly bySource = new Map<string, readonly HealthIssue[]>();

  override report(source: string, issues: readonly HealthIssue[]): void {
    if (issues.length > 0) this.bySource.set(source, issues);
    else this.bySource.delete(source);
  }

  override all(): readonly HealthIssue[] {
    return [...this.bySource.values()].flat();
  }
}

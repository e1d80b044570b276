import type { Config } from '../config/config.js';

/**
 * Named places in the code at which a test may kill the process, to show that nothing half-done is ever seen:
 * `receive`, `started`, `register-append`, `complete`, `project`, `judge`, `alert`, `relay`; of a poll `poll-kept`,
 * `poll-claimed`, `poll-recorded`.
 */
export abstract class FaultPoints {
  /** Says that the place has been reached; does nothing unless FLOOR_FAULT names it. */
  abstract hit(name: string): void;
}

/** What everybody runs with: every place is passed. */
export class NoFaults extends FaultPoints {
  hit(): void {}
}

/** Strikes at the nth passing of one place, the way a power cut would: no handler, no flush. */
export class KillAt extends FaultPoints {
  private passed = 0;

  constructor(
    private readonly name: string,
    private readonly nth: number,
    private readonly strike: () => void = () => process.kill(process.pid, 'SIGKILL'),
  ) {
    super();
  }

  hit(name: string): void {
    if (name === this.name && ++this.passed === this.nth) this.strike();
  }
}

/** The fault points that the settings ask for. */
export function faultPointsOf({ fault }: Pick<Config, 'fault'>): FaultPoints {
  return fault === null ? new NoFaults() : new KillAt(fault.name, fault.nth);
}

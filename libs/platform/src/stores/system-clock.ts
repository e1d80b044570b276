import { Clock } from '#libs/kernel';

/** The machine's clock, or for a test one that is off by so much. */
export class SystemClock extends Clock {
  constructor(private readonly skewMs = 0) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.skewMs);
  }
}

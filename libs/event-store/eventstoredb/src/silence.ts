/** The code of grpc. */
const DEADLINE_EXCEEDED = 4;

/** The time that a server is given to say something, from the search for it on: in a cluster one is asked after the other. */
export class Silence {
  readonly isTooLong: Promise<never>;
  private readonly reject: (fault: Error) => void;
  private timer: NodeJS.Timeout | undefined;
  private isShortened = false;

  constructor(private readonly ms: number) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.isTooLong = promise;
    this.reject = reject;
    this.wait(ms);
  }

  /** Until it is broken for the first time. */
  isNoLongerThan(ms: number): void {
    if (ms >= this.ms || this.ms === Infinity) return;
    this.isShortened = true;
    this.wait(ms);
  }

  isBroken(): void {
    if (!this.isShortened) return void this.timer?.refresh();
    this.isShortened = false;
    this.wait(this.ms);
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    const giveUp = (): void => this.reject(Object.assign(new Error(`no answer within ${ms / 1000} s`), { code: DEADLINE_EXCEEDED }));
    if (ms !== Infinity) this.timer = setTimeout(giveUp, ms);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

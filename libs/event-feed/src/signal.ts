/** Something to wait for, by one waiter at a time. Raised while nobody waits, it is kept for the next who does. */
export class Signal {
  private raised = false;
  private wake: (() => void) | undefined;

  get isRaised(): boolean {
    return this.raised;
  }

  raise(): void {
    this.raised = true;
    this.wake?.();
  }

  lower(): void {
    this.raised = false;
  }

  /** True as soon as it is raised; false when the time is up first. Waiting keeps no process alive. */
  wait(msMax?: number): Promise<boolean> {
    if (this.raised) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = msMax === undefined ? undefined : setTimeout(() => this.wake?.(), msMax).unref();
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve(this.raised);
      };
    });
  }
}

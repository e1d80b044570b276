import type { ReaderBook } from './reader-book.js';

interface Asked {
  readonly begun: PromiseWithResolvers<void>;
  /** Left in the read store, for the active instance to find. */
  isPassedOn: boolean;
}

/** The rebuilds that were asked of a loop and have not begun. */
export class Rebuilds {
  private asked: Asked[] = [];

  get areAsked(): boolean {
    return this.asked.length > 0;
  }

  /** Resolves when it has begun, here or at the active instance. */
  ask(): Promise<void> {
    const begun = Promise.withResolvers<void>();
    this.asked.push({ begun, isPassedOn: false });
    return begun.promise;
  }

  /** Those asked so far, to be told when it has begun; later ones want another. */
  take(): { readonly begun: () => void } {
    const taken = [...this.asked];
    return {
      begun: () => {
        this.asked = this.asked.filter((one) => !taken.includes(one));
        for (const { begun } of taken) begun.resolve();
      },
    };
  }

  /** At a standby: leaves word of them in the book, and sees whether that was followed. */
  async passOn(book: ReaderBook): Promise<void> {
    const passed = this.asked.filter(({ isPassedOn }) => isPassedOn);
    if (passed.length > 0 && !(await book.isRebuildAsked())) {
      this.asked = this.asked.filter(({ isPassedOn }) => !isPassedOn);
      for (const { begun } of passed) begun.resolve();
    }
    const waiting = this.asked.filter(({ isPassedOn }) => !isPassedOn);
    if (waiting.length === 0) return;
    await book.askRebuild();
    for (const one of waiting) one.isPassedOn = true;
  }

  refuse(why: string): void {
    for (const { begun } of this.asked.splice(0)) begun.reject(new Error(why));
  }
}

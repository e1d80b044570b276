/** So many values tell: fewer may all be small. */
const VALUES_MIN = 5;

/** The percentages that one indicator states in a body: those of which none lies above 1 may be shares of 1. */
export class Percentages {
  private positive = 0;
  private areAboveOne = false;

  add(value: number): void {
    if (!(value > 0)) return;
    this.positive++;
    this.areAboveOne ||= value > 1;
  }

  get areShares(): boolean {
    return this.positive >= VALUES_MIN && !this.areAboveOne;
  }
}

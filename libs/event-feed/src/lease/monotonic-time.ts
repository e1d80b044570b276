/** Time that only ever grows, as one process counts it; no two processes' counts can be compared. */
export abstract class MonotonicTime {
  /** Milliseconds since some moment of this process. */
  abstract nowMs(): number;
  /** Does something again and again, so far apart, until the function that it gives is called. Keeps no process alive. */
  abstract every(ms: number, act: () => void): () => void;
}

/** The time of this process. */
export class ProcessTime extends MonotonicTime {
  override nowMs(): number {
    return performance.now();
  }

  override every(ms: number, act: () => void): () => void {
    const timer = setInterval(act, ms).unref();
    return () => clearInterval(timer);
  }
}

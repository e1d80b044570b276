/** How long to wait before what failed is tried again: `firstMs`, doubled after each further failure, `longestMs` at most. */
export interface RetryPolicy {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The wait after so many failures in a row; 0 before the first. */
export function retryDelayMs({ firstMs, longestMs }: RetryPolicy, failures: number): number {
  return failures === 0 ? 0 : Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
}

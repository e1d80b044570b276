import type { Row } from './observations.js';

/** One file of the sample, with the day on which its made-up publisher released it. */
export interface Release {
  readonly feed: 'police-street' | 'observations';
  readonly path: string;
  readonly released: string;
  readonly rows?: readonly Row[];
  readonly text?: string;
}

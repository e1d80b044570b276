import type { BlobStore } from '#libs/blob-store';
import type { Catalogue } from '#libs/catalogue';
import type { Leases } from '#libs/event-feed';
import type { EventStore } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import type { DecodingBounds } from './reading/decode.js';
import type { ReadingLimits } from './reading/limits.js';

/** What a recorder works with. */
export interface RecorderParts {
  readonly store: EventStore;
  readonly blobs: BlobStore;
  readonly catalogue: Catalogue;
  readonly faults: FaultPoints;
  readonly clock: Clock;
  readonly bounds: DecodingBounds;
  readonly limits: ReadingLimits;
  readonly spoolDir: string;
  readonly memoryBytesMax: number;
  /** How long a push waits for another instance that records the same; then it is told where to ask. */
  readonly waitMsMax?: number;
  /** Who may record a submission; without it this process is alone on its stores. */
  readonly leases?: Leases;
}

export { EventFeed, type FeedOptions } from './event-feed.js';
export { FeedProgress } from './feed-progress.js';
export { DocumentLeases, LEASE_TERMS, type LeaseTerms } from './lease/document-leases.js';
export { type Lease, Leases, SoleHolder } from './lease/leases.js';
export { MonotonicTime, ProcessTime } from './lease/monotonic-time.js';
export { type Pace } from './pace.js';
export { type Lag, type Parked, type Parking, Reader, type Work } from './reader.js';
export { Signal } from './signal.js';
export { isStoreFault } from './store-fault.js';

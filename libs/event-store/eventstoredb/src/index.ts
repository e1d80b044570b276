export { EventStoreDbEventStore } from './eventstoredb-event-store.js';
export { EventStoreDbUnreachable } from './opening.js';

export { LogDamaged } from './checksum.js';
export { lookOverLog } from './log-file.js';
export { SqliteEventStore } from './sqlite-event-store.js';

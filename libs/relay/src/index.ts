export { FLOOR_EVENTS, RelayReader } from './relay-reader.js';
export { RelayWorkModule } from './relay-work.module.js';

export {
  BadCursor,
  type Batch,
  type Checkpoint,
  type Collection,
  type Guards,
  type Page,
  type Promotion,
  type Put,
  type Query,
  ReadStore,
  type Remove,
} from './read-store.js';

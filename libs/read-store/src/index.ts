export { checkAtOnce, checkFields, checkQuery, checkUnguarded, fieldValue } from './checks.js';
export { cursorOf, type Place, placeOf, type SortValue } from './cursor.js';
export { checkNames } from './names.js';
export {
  BadCursor,
  type Batch,
  type Checkpoint,
  type Collection,
  GreatWork,
  type Guards,
  Overtaken,
  type Page,
  type Put,
  type Query,
  ReadStore,
  type Remove,
} from './read-store.js';

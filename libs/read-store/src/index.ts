export { bodyText, checkAtOnce, checkFields, checkQuery, checkUnguarded, DOCUMENT_BYTES_MAX, fieldValue } from './checks.js';
export { checksumOf, damageOf, type StoredDocument, type Summed, wholeBody } from './checksum.js';
export { cursorOf, type Place, placeOf, type SortValue } from './cursor.js';
export { idsByPages } from './ids-by-pages.js';
export { DocumentDamaged, MetDamage, ReadModelsDamaged } from './met-damage.js';
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

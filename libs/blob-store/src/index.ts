export { BlobDamaged, BlobStore, type KeptKey, NoSuchBlob, type Received } from './blob-store.js';
export { checkKey } from './key.js';

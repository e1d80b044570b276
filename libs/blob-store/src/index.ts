export { BlobStore, NoSuchBlob, type Received } from './blob-store.js';
export { checkKey } from './key.js';

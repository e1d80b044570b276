export { BlobStore, NoSuchBlob, type Received } from './blob-store.js';

export { MongoReadStore } from './mongo-read-store.js';

export { setAsideDamaged } from './set-aside.js';
export { SqliteReadStore } from './sqlite-read-store.js';

// Preloaded into an app of the simulation (`--import`): while the file FULL_DISK_FLAG exists, SQLite finds no room to grow.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Database = require('better-sqlite3');
const flag = process.env.FULL_DISK_FLAG;
const open = new Set();

/** SQLite answers SQLITE_FULL, as on a disk without room, once a file would have more pages than these. */
function Watched(...args) {
  const db = new Database(...args);
  open.add(db);
  return db;
}
Watched.prototype = Database.prototype;
require.cache[require.resolve('better-sqlite3')].exports = Watched;

let full = false;
setInterval(() => {
  if (existsSync(flag) === full) return;
  full = !full;
  for (const db of open) {
    if (!db.open) open.delete(db);
    else db.pragma(`max_page_count = ${full ? db.pragma('page_count', { simple: true }) : 4_294_967_294}`);
  }
}, 20).unref();

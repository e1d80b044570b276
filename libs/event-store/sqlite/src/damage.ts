import type Database from 'better-sqlite3';
import { EVENT_COLUMNS, type EventRow, isWhole, positionText } from './event-row.js';
import type { Names } from './names.js';

const ROWS_AT_ONCE = 1000;
const STRUCTURE_LINES = 20;

/** What is damaged in the log's file, a sentence each: its structure, gaps in positions and versions, and events that differ from their checksum. */
export function* damageOf(db: Database.Database, names: Names): Generator<string> {
  try {
    for (const line of db.pragma(`integrity_check(${STRUCTURE_LINES})`) as { integrity_check: string }[]) {
      if (line.integrity_check !== 'ok') yield `log.sqlite: ${line.integrity_check}`;
    }
    yield* damagedEvents(db, names);
    const cut = db.prepare(
      'SELECT s.name, max(e.version) AS last, count(*) AS events FROM events e JOIN streams s ON s.id = e.stream GROUP BY e.stream HAVING last <> events',
    );
    for (const { name, last, events } of cut.all() as { name: string; last: number; events: number }[]) {
      yield `Stream ${name} ends at version ${last} and holds ${events} events.`;
    }
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) throw error;
    yield `log.sqlite cannot be read on: ${(error as Error).message}.`;
  }
}

function* damagedEvents(db: Database.Database, names: Names): Generator<string> {
  const next = db
    .prepare<[number, number], EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?`,
    )
    .raw();
  for (let at = 0; ;) {
    const rows = next.all(at, ROWS_AT_ONCE);
    for (const row of rows) {
      const [position, stream, version] = row;
      if (position !== at + 1) yield `The log has nothing between positions ${positionText(at)} and ${positionText(position)}.`;
      if (!isWhole(row, names)) yield `Event ${version} of ${stream}, at position ${positionText(position)}, differs from its checksum.`;
      at = position;
    }
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

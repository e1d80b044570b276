import type Database from 'better-sqlite3';
import { categoryOf } from '#libs/event-store';
import { EVENT_COLUMNS, type EventRow, isWhole, positionText } from './event-row.js';
import { missingFrom } from './log-file.js';
import type { Names } from './names.js';

const ROWS_AT_ONCE = 1000;
const STRUCTURE_LINES = 20;

/** What is damaged in the log's file, a sentence each: its structure, gaps in positions and versions, and events that differ from their checksum. */
export function* damageOf(db: Database.Database, names: Names): Generator<string> {
  try {
    for (const line of db.pragma(`integrity_check(${STRUCTURE_LINES})`) as { integrity_check: string }[]) {
      if (line.integrity_check !== 'ok') yield `log.sqlite: ${line.integrity_check}`;
    }
    for (const name of missingFrom(db)) yield `log.sqlite lacks ${name}.`;
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

type RowWithCategory = [...EventRow, category: number];

function* damagedEvents(db: Database.Database, names: Names): Generator<string> {
  const next = db
    .prepare<[number, number], RowWithCategory>(
      `SELECT ${EVENT_COLUMNS}, e.category FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? ORDER BY e.position LIMIT ?`,
    )
    .raw();
  for (let at = 0, hadSum = false; ;) {
    const rows = next.all(at, ROWS_AT_ONCE);
    for (const row of rows) {
      const [position] = row;
      if (position !== at + 1) yield `The log has nothing between positions ${positionText(at)} and ${positionText(position)}.`;
      const damage = damageOfEvent(row, names, hadSum);
      if (damage !== undefined) yield damage;
      hadSum ||= row[7] !== null;
      at = position;
    }
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

/** Events of format 1 have no checksum, and all of them stand before those that have one. */
function damageOfEvent(row: RowWithCategory, names: Names, hadSum: boolean): string | undefined {
  const [position, stream, version, , , , , sum, category] = row;
  const event = `Event ${version} of ${stream ?? 'a stream without a name'}, at position ${positionText(position)},`;
  if (!isWhole(row.slice(0, -1) as EventRow, names)) return `${event} differs from its checksum.`;
  if (sum === null && hadSum) return `${event} has lost its checksum.`;
  return names.text(category) === categoryOf(stream) ? undefined : `${event} is not found by its category.`;
}

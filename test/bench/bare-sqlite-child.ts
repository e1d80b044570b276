// In a process of its own: a bare insert of the columns given as CSV, with their primary key, 10 thousand a transaction; prints milliseconds.
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';

const [file, path] = process.argv.slice(2) as [string, string];
// Reading and splitting are not counted: only the insert is.
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .slice(1, -1)
  .map((line) => {
    const [indicator, area, period, value, numerator, denominator, status] = line.split(',') as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return [indicator, area, period, Number(value), Number(numerator), Number(denominator), status];
  });
const database = new Database(path);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(
  'create table observations (indicator text, area text, period text, value real, numerator real, denominator real, status text, primary key (indicator, area, period))',
);
const insert = database.prepare('insert into observations values (?, ?, ?, ?, ?, ?, ?)');
const started = performance.now();
for (let from = 0; from < rows.length; from += 10_000) {
  database.transaction(() => {
    for (const row of rows.slice(from, from + 10_000)) insert.run(...row);
  })();
}
process.stdout.write(String(performance.now() - started));

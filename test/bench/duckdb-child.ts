// In a process of its own: DuckDB reads and groups the files given into a table file; prints milliseconds.
import { DuckDBInstance } from '@duckdb/node-api';

const [threads, database, ...files] = process.argv.slice(2) as [string, string, ...string[]];
const started = performance.now();
const options: Record<string, string> = threads === 'default' ? {} : { threads };
const connection = await (await DuckDBInstance.create(database, options)).connect();
const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
await connection.run(
  `create table incidents as select "LSOA code" as area, "Month" as month, "Crime type" as type, count(*) as count from read_csv([${list}]) group by all`,
);
await connection.run('checkpoint');
connection.closeSync();
process.stdout.write(String(performance.now() - started));

/**
 * What stands in for MongoDB in tests: mongo-java-server with its H2 backend. Two servers that can be had without containers
 * were tried with what the adapters do. mongo-java-server answers like MongoDB: an unordered bulk goes on after a duplicate
 * key, a guarded upsert and `$inc` are atomic however many clients race, `findAndModify` projects. `Main.java` adds two things:
 * a commit after each write, so that what it acknowledged is there after a kill, and looking a document up by its id where more
 * is asked of it. It has no sessions, no `hello`, no users, and no indexes but unique ones. FerretDB 1.24 over SQLite stopped an
 * unordered bulk at the first duplicate, lost 46 of 50 `$inc`s that raced, refused a projection, and took 18 seconds for 240
 * upserts that take the other a quarter of one.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const VERSION = '1.47.0';
const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/servers');
const SOURCE = join(import.meta.dirname, 'Main.java');

const dependency = (artifact: string): string =>
  `<dependency><groupId>de.bwaldvogel</groupId><artifactId>${artifact}</artifactId><version>${VERSION}</version></dependency>`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>uk.floor-targets</groupId><artifactId>mongodb-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    ${dependency('mongo-java-server')}
    ${dependency('mongo-java-server-h2-backend')}
  </dependencies>
</project>`;

const run = promisify(execFile);

async function need(command: string, flag: string, what: string): Promise<void> {
  await run(command, [flag]).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`MongoDB for tests needs ${what}, and ${command} is not there: ${error.message}`);
  });
}

/** The class path of the server, fetched from Maven Central and compiled once and kept outside of the tree. */
export async function mongoJars(): Promise<string> {
  await need('java', '-version', 'Java 17 or later');
  const jars = join(CACHE, `mongo-java-server-${VERSION}`);
  if (!existsSync(jars)) await madeInto(jars, fetchJars);
  const stamp = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex')
    .slice(0, 12);
  const classes = join(CACHE, `mongo-java-server-${VERSION}-${stamp}`);
  if (!existsSync(classes)) await madeInto(classes, (folder) => compile(join(jars, '*'), folder));
  return [join(jars, '*'), classes].join(delimiter);
}

async function fetchJars(folder: string): Promise<void> {
  await need('mvn', '--version', 'Maven');
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, POM);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  await run('mvn', ['--quiet', '--batch-mode', '--file', pom, ...goal], { timeout: 240_000 });
}

async function compile(jars: string, folder: string): Promise<void> {
  await need('javac', '-version', 'a Java development kit');
  await run('javac', ['-cp', jars, '-d', folder, SOURCE], { timeout: 60_000 });
}

/** In a folder of its own first, which is renamed when it is whole: a run that was broken off leaves nothing half. */
async function madeInto(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  const part = `${folder}.${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    await make(part);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw new Error(`mongo-java-server could not be made ready: ${(error as Error).message}`, { cause: error });
  }
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const VERSION = '4.1.2';
const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/servers');

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/** slf4j's two halves must be of one version, and Kafka brings an older one. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>uk.floor-targets</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    ${dependency('org.apache.kafka', 'kafka_2.13', VERSION)}
    ${dependency('org.slf4j', 'slf4j-api', '2.0.17')}
    ${dependency('org.slf4j', 'slf4j-simple', '2.0.17')}
  </dependencies>
</project>`;

const run = promisify(execFile);

async function need(command: string, flag: string, what: string): Promise<void> {
  await run(command, [flag]).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`Kafka for tests needs ${what}, and ${command} is not there: ${error.message}`);
  });
}

/** The class path of Apache Kafka, fetched from Maven Central once and kept outside of the tree. */
export async function kafkaJars(): Promise<string> {
  await need('java', '-version', 'Java 17 or later');
  const folder = join(CACHE, `kafka-${VERSION}`);
  if (!existsSync(folder)) await fetchInto(folder);
  return join(folder, '*');
}

/** Into a folder of its own first, which is renamed when it is whole: a run that was broken off leaves nothing half. */
async function fetchInto(folder: string): Promise<void> {
  await need('mvn', '--version', 'Maven');
  const part = `${folder}.${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    const pom = join(part, 'pom.xml');
    await writeFile(pom, POM);
    await run('mvn', ['--quiet', '--batch-mode', '--file', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`], {
      timeout: 240_000,
    });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw new Error(`Apache Kafka could not be fetched from Maven: ${(error as Error).message}`, { cause: error });
  }
}

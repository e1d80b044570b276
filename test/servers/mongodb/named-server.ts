import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';

/** The address of the server that tests run on, from the environment; throws with what to do where none is named. */
export function mongoUrl(): string {
  const url = process.env['MONGODB_URL'];
  if (!url) throw new Error('MONGODB_URL names no server: run these tests with `npm run test:servers`, which finds one or starts it.');
  return url;
}

/** A name for a database that nobody else has. */
export const freshDatabase = (): string => `floor-test-${randomUUID()}`;

/** Throws databases of tests away, for the server may be somebody's. */
export async function dropDatabases(names: readonly string[]): Promise<void> {
  const client = await MongoClient.connect(mongoUrl());
  for (const name of names) await client.db(name).dropDatabase();
  await client.close();
}

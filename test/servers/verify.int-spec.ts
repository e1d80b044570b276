import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { MongoClient } from 'mongodb';
import { EventStoreDbEventStore } from '#libs/event-store/eventstoredb';
import { MongoReadStore } from '#libs/read-store/mongodb';
import type { Answer } from '../house/client.ts';
import { serversAtHand } from '../house/servers-house.ts';
import { dropDatabases } from './mongodb/named-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { eventStoreDb, mongoDb } = serversAtHand({ KAFKA_BROKERS: 'unused', ...process.env });

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function verified(env: Readonly<Record<string, string>>): Promise<Ended> {
  const args = ['--disable-warning=ExperimentalWarning', join(ROOT, 'dist/apps/cli/src/main.js'), 'verify', '--json'];
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  return { code, out, err };
}

describe('floor verify on servers', () => {
  const namespace = `t${randomBytes(6).toString('hex')}`;
  const servers = { FLOOR_EVENTSTOREDB_URL: eventStoreDb, FLOOR_MONGODB_URL: mongoDb, FLOOR_NAMESPACE: namespace };
  const answer = ({ out }: Ended): Answer => JSON.parse(out);
  afterAll(() => dropDatabases([namespace]));

  it('says what to set where there is no log, and where one of two servers is named', async () => {
    expect(await verified(servers)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no log to verify under the name\s+t\w+ in EventStoreDB: set\s+FLOOR_NAMESPACE/),
    });
    const { FLOOR_MONGODB_URL: _, ...one } = servers;
    expect(await verified(one)).toMatchObject({ code: 2, err: expect.stringContaining('FLOOR_MONGODB_URL is not set') });
  }, 60_000);

  it('is clean on what was recorded, and names what was changed', async () => {
    const events = await EventStoreDbEventStore.open(eventStoreDb, namespace);
    const documents = await MongoReadStore.open(mongoDb, namespace);
    await events.append('breach-a', 0, [{ id: randomUUID(), type: 'BreachSuspected', data: { episode: 'e' } }]);
    await documents.define([{ name: 'breaches', fields: [] }]);
    await documents.write({
      puts: [{ collection: 'breaches', id: 'e', body: { id: 'e' } }],
      checkpoint: { reader: 'breaches', position: await events.end() },
    });
    await documents.close();
    await events.close();
    const clean = await verified(servers);
    expect([clean.code, answer(clean)]).toEqual([0, expect.objectContaining({ namespace, clean: true, events: 1, differences: [] })]);
    const client = await MongoClient.connect(mongoDb);
    await client
      .db(namespace)
      .collection<{ _id: string; b: string }>('breaches')
      .updateOne({ _id: 'e' }, { $set: { b: '{"id":"f"}' } });
    await client.close();
    const changed = await verified(servers);
    expect([changed.code, answer(changed).differences]).toEqual([1, ['Document e of breaches differs from its checksum.']]);
  }, 60_000);
});

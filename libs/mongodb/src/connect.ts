import { type Db, MongoClient, type MongoClientOptions, type WriteConcernSettings } from 'mongodb';

/** MongoDB does not answer, or does not let us in; the message says where and why, and holds no password. */
export class MongoUnreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MongoUnreachable';
  }
}

/** A database that answered, and the way to let go of it. */
export interface MongoConnection {
  readonly db: Db;
  close(): Promise<void>;
}

const ANSWER_MS_MAX = 5_000;
/** A server that stalls becomes a fault after this, and is asked again. */
const SOCKET_MS_MAX = 30_000;
const POOL_MAX = 20;

const OPTIONS: MongoClientOptions = {
  appName: 'floor-targets',
  maxPoolSize: POOL_MAX,
  waitQueueTimeoutMS: SOCKET_MS_MAX,
  serverSelectionTimeoutMS: ANSWER_MS_MAX,
  connectTimeoutMS: ANSWER_MS_MAX,
  socketTimeoutMS: SOCKET_MS_MAX,
};

/** Connects and reads once, so that a wrong address or password is said here; within some ten seconds, else throws MongoUnreachable. */
export async function connectMongo(url: string, database: string): Promise<MongoConnection> {
  const client = clientFor(url);
  try {
    await client.connect();
    const writeConcern = await writeConcernFor(client);
    // Whoever asks after a write must see it, whatever the address says of secondaries.
    const db = client.db(database, { writeConcern, readPreference: 'primary' });
    await db.collection('_state').findOne({});
    return { db, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw refusalOf(client.options.hosts.join(','), database, withoutSecrets(error, url));
  }
}

function clientFor(url: string): MongoClient {
  try {
    return new MongoClient(url, OPTIONS);
  } catch (error) {
    const form = 'it is like mongodb://user:password@host:27017/?authSource=admin';
    throw new MongoUnreachable(`This is not an address of MongoDB (${withoutSecrets(error, url).message}): ${form}.`);
  }
}

/** By a majority where there is one to ask; always journaled. */
async function writeConcernFor(client: MongoClient): Promise<WriteConcernSettings> {
  const admin = client.db('admin');
  const { setName, msg } = await admin.command({ isMaster: 1 }); // The old name of `hello`, which every server knows.
  return setName !== undefined || msg === 'isdbgrid' ? { w: 'majority', journal: true } : { w: 1, journal: true };
}

const NOT_ALLOWED = 13;
const BAD_LOGIN = 18;

function refusalOf(host: string, database: string, error: Error & { code?: unknown }): MongoUnreachable {
  const { code, message } = error;
  if (code === BAD_LOGIN || code === NOT_ALLOWED || /authenticat|sasl/i.test(message)) {
    const why = code === NOT_ALLOWED ? `to the database ${database}` : 'with this user and password';
    return new MongoUnreachable(`MongoDB at ${host} does not let us in ${why}: ${message}`, { cause: error });
  }
  return new MongoUnreachable(`MongoDB at ${host} does not answer: ${message}`, { cause: error });
}

/** The error with the user and the password of the address taken out of what it says. */
function withoutSecrets(error: unknown, url: string): Error & { code?: unknown } {
  const { message, name, code } = error as Error & { code?: unknown };
  const [, login = ''] = /^[^/]*\/\/(.*)@/s.exec(url) ?? [];
  const secrets = [login, ...login.split(':')].flatMap((text) => [text, decoded(text)]).filter((text) => text !== '');
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '...'), message);
  return Object.assign(new Error(clean), { name, code });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not encoded as it should be, which is what the driver says of it.
  }
}

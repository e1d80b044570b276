import { EventStoreDBClient } from '@eventstore/db-client';
import { BEGINNING, type Position } from '#libs/event-store';
import { Connection } from './connection.js';
import { positionOf } from './log-reader.js';
import type { Patience } from './patience.js';
import { persist } from './persistence.js';
import { readAll } from './requests.js';
import { UnavailableError, WireFault } from './wire-fault.js';

/** EventStoreDB cannot be used as it was named; the message says where it was sought and why, and no secret. */
export class EventStoreDbUnreachable extends Error {
  constructor(host: string, why: string, cause?: unknown) {
    super(`EventStoreDB at ${host} ${why}`, { cause });
    this.name = 'EventStoreDbUnreachable';
  }
}

/** Stream reads say where events stand since then. */
const OLDEST = [22, 6] as const;
/** A lost connection is found out by a ping, every ten seconds, that is not answered in this time. */
const KEEP_ALIVE = 'keepAliveTimeout=5000';

/** A connection that stands, and where our last event stood then. */
interface Opened {
  readonly connection: Connection;
  readonly end: Position;
}

/** A connection to the server that a connection string names, which answered and let us in; throws EventStoreDbUnreachable. */
export async function connect(connectionString: string, prefix: string, { openMs: ms, attemptMs }: Patience): Promise<Opened> {
  const hosts = /^\w+(?:\+\w+)?:\/\/(?:.*@)?([^/?]+)/.exec(connectionString.trim())?.[1] ?? 'no host';
  const connection = new Connection(clientFor(connectionString, hosts), attemptMs);
  try {
    return await persist(ms, async () => {
      checkVersion(await connection.version(ms / 2), hosts);
      const [last] = await connection.read(readAll('last', 1, { prefix }), ms);
      return { connection, end: last === undefined ? BEGINNING : positionOf(last) };
    });
  } catch (fault) {
    await connection.close();
    throw reasonOf(fault, hosts);
  }
}

function clientFor(connectionString: string, hosts: string): EventStoreDBClient {
  const named = connectionString.trim().replace(/^kurrent(db)?(?=[:+])/, 'esdb');
  const isSet = /[?&]keep-?_?alive-?_?timeout=/i.test(named);
  try {
    return EventStoreDBClient.connectionString(isSet ? named : `${named}${named.includes('?') ? '&' : '?'}${KEEP_ALIVE}`);
  } catch (fault) {
    // What the parser says may quote what stands beside the password.
    const says = fault instanceof Error && /certificate|userCertFile/.test(fault.message) ? fault.message : 'see the form of one';
    const why = `cannot be sought with this connection string (${says}): it is like esdb://user:password@host:2113?tls=true.`;
    throw new EventStoreDbUnreachable(hosts, why);
  }
}

function checkVersion(version: string, hosts: string): void {
  const [major = NaN, minor = NaN] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (isOld) throw new EventStoreDbUnreachable(hosts, `is of version ${version}: ${OLDEST.join('.')} or later is needed.`);
}

function reasonOf(fault: unknown, hosts: string): unknown {
  const wire = fault instanceof UnavailableError ? fault.cause : fault;
  if (!(wire instanceof WireFault)) return fault;
  if (wire.code === 16) return new EventStoreDbUnreachable(hosts, 'refuses the user and password.', wire);
  if (wire.code === 7) return new EventStoreDbUnreachable(hosts, 'does not allow this user to read $all, which readers need.', wire);
  return new EventStoreDbUnreachable(hosts, `does not answer: ${wire.message}`, wire);
}

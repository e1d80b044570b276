import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import type { Kind } from './find-servers.ts';

const EVENTSTOREDB = 'eventstore/eventstore:23.10.7-bookworm-slim';
const KAFKA = 'apache/kafka:4.1.2';
const MONGODB = 'mongo:8.0';

/** A server in a container. */
interface Started {
  readonly address: string;
  readonly image: string;
  readonly stop: () => Promise<void>;
}

/** The real servers in containers, where a container runtime is. */
export class Containers {
  /** The runtime of this machine; undefined where none answers. */
  static async atHand(): Promise<Containers | undefined> {
    try {
      await getContainerRuntimeClient();
      return new Containers();
    } catch {
      return undefined; // No runtime here: the caller looks elsewhere, and says so at the end.
    }
  }

  start(kind: Kind): Promise<Started> {
    return { eventstoredb: eventStoreDb, kafka, mongodb: mongoDb }[kind]();
  }
}

async function eventStoreDb(): Promise<Started> {
  const container = await new GenericContainer(EVENTSTOREDB)
    .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_RUN_PROJECTIONS: 'None' })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCodeMatching((status) => status < 300))
    .start();
  return started(container, EVENTSTOREDB, `esdb://${container.getHost()}:${container.getMappedPort(2113)}?tls=false`);
}

async function mongoDb(): Promise<Started> {
  const container = await new GenericContainer(MONGODB)
    .withExposedPorts(27017)
    .withWaitStrategy(Wait.forLogMessage(/Waiting for connections/))
    .start();
  return started(container, MONGODB, `mongodb://${container.getHost()}:${container.getMappedPort(27017)}`);
}

/** Kafka tells its clients where to find it, so its port outside must be known before it starts. */
async function kafka(): Promise<Started> {
  const port = await freePort();
  const container = await new GenericContainer(KAFKA)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return started(container, KAFKA, `127.0.0.1:${port}`);
}

function started(container: StartedTestContainer, image: string, address: string): Started {
  return { address, image, stop: async () => void (await container.stop()) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

// Runs an Apache Kafka for tests until it is told to end, and says in one line of JSON where it listens.
import { KafkaServer } from './kafka-server.ts';
import { VERSION } from './jars.ts';

const server = new KafkaServer();
const end = (code: number): void => void server.remove().then(() => process.exit(code));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
try {
  await server.start();
  process.stdout.write(`${JSON.stringify({ brokers: server.brokers, about: `Apache Kafka ${VERSION} from Maven Central` })}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  end(1);
}

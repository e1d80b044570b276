// Runs a server that speaks MongoDB's wire protocol until it is told to end, and says in one line of JSON where it listens.
import { VERSION } from './jars.ts';
import { MongoServer } from './mongo-server.ts';

const server = new MongoServer();
const end = (code: number): void => void server.remove().then(() => process.exit(code));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
try {
  await server.start();
  process.stdout.write(
    `${JSON.stringify({ url: server.url, about: `mongo-java-server ${VERSION}, which speaks MongoDB's wire protocol` })}\n`,
  );
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  end(1);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongoJars } from './jars.ts';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 10_000;
/** Small, and quick to start. */
const JAVA = ['-Xms64m', '-Xmx512m', '-XX:+UseSerialGC', '-Dslf4j.internal.verbosity=ERROR'];

/** How a server is to be started; the port and the data of before when nothing is said. */
export interface Starting {
  readonly port?: number;
  readonly dataDir?: string;
}

/** A server that speaks MongoDB's wire protocol, for tests: started, stopped or killed, and started again on its port with its data. */
export class MongoServer {
  private child: ChildProcess | undefined;
  private port = 0;
  private dataDir: string | undefined;
  private isOwnDir = false;

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}`;
  }

  /** Resolves when it takes requests; throws with what it said when it does not. */
  async start({ port, dataDir }: Starting = {}): Promise<this> {
    if (this.child) throw new Error('The server is running already.');
    const jars = await mongoJars();
    this.port = port ?? (this.port || (await freePort()));
    this.isOwnDir ||= !dataDir && !this.dataDir;
    const folder = (this.dataDir = dataDir ?? this.dataDir ?? (await mkdtemp(join(tmpdir(), 'floor-mongodb-'))));
    await mkdir(folder, { recursive: true });
    const args = [...JAVA, '-cp', jars, 'Main', String(this.port), join(folder, 'mongodb.h2')];
    const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    process.once('exit', () => child.kill('SIGKILL')); // A test that breaks off leaves no server behind.
    await started(child).catch(async (error: unknown) => {
      await this.end('SIGKILL');
      throw error;
    });
    return this;
  }

  /** As an operator stops it. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** As the system kills it; its data stays. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Stops it and throws away its data. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.dataDir && this.isOwnDir) await rm(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(late);
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => reject(new Error(`mongo-java-server ${why}. It said last: ${said.slice(-2_000)}`));
    const late = setTimeout(() => fail(`did not start within ${START_MS_MAX / 1_000} s`), START_MS_MAX);
    const listen = (text: Buffer): void => {
      said = (said + text.toString()).slice(-20_000);
      if (!/^listening$/m.test(said)) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen); // It is read on afterwards, or the pipe would fill and hold the server up.
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      fail(`ended with ${code ?? signal}`);
    });
    child.once('error', reject);
  });
}

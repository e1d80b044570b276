import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './jars.ts';
import { propertiesOf } from './settings.ts';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
/** Small, and no time spent on making code fast that runs for a minute. */
const JAVA = ['-Xms64m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const LOGGING = '-Dorg.slf4j.simpleLogger.defaultLogLevel=';

/** How a server is to be started; the port and the data of before when nothing is said. */
export interface Starting {
  readonly port?: number;
  readonly dataDir?: string;
  readonly users?: Readonly<Record<string, string>>;
}

/** A real Apache Kafka of one node, for tests: started, stopped or killed, and started again on its port with its data. */
export class KafkaServer {
  private child: ChildProcess | undefined;
  private port = 0;
  private controllerPort = 0;
  private dataDir: string | undefined;
  private isOwnDir = false;
  private users: Starting['users'];

  get brokers(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Resolves when it takes requests; throws with what it said when it does not. */
  async start({ port, dataDir, users }: Starting = {}): Promise<void> {
    if (this.child) throw new Error('The broker is running already.');
    const jars = await kafkaJars();
    this.port = port ?? (this.port || (await freePort()));
    this.controllerPort ||= await freePort();
    this.users = users ?? this.users;
    const settings = await this.settingsFile(dataDir, jars);
    const child = spawn('java', [...JAVA, `${LOGGING}info`, '-cp', jars, 'kafka.Kafka', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    process.once('exit', () => child.kill('SIGKILL')); // A test that breaks off leaves no broker behind.
    await started(child).catch(async (error: unknown) => {
      await this.end('SIGKILL');
      throw error;
    });
  }

  /** As an operator stops it. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** As a power cut stops it; its data stays. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Takes its time away until `thaw`: connections stand, and nothing answers. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Stops it and throws away its data. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.dataDir && this.isOwnDir) await rm(this.dataDir, { recursive: true, force: true });
  }

  private async settingsFile(dataDir: string | undefined, jars: string): Promise<string> {
    this.isOwnDir ||= !dataDir && !this.dataDir;
    const folder = (this.dataDir = dataDir ?? this.dataDir ?? (await mkdtemp(join(tmpdir(), 'floor-kafka-'))));
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'server.properties');
    const { port, controllerPort, users } = this;
    await writeFile(file, propertiesOf({ port, controllerPort, dataDir: join(folder, 'data'), users }), { mode: 0o600 });
    if (!existsSync(join(folder, 'data', 'meta.properties'))) await format(file, jars);
    return file;
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

async function format(settings: string, jars: string): Promise<void> {
  const id = randomBytes(16).toString('base64url').replace(/^-/, 'x');
  const args = ['-Xmx128m', '-XX:TieredStopAtLevel=1', `${LOGGING}error`, '-cp', jars, 'kafka.tools.StorageTool'];
  await promisify(execFile)('java', [...args, 'format', '--cluster-id', id, '--config', settings], { timeout: START_MS_MAX });
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
    const fail = (why: string): void => reject(new Error(`Apache Kafka ${why}. It said last: ${said.slice(-2_000)}`));
    const late = setTimeout(() => fail(`did not start within ${START_MS_MAX / 1_000} s`), START_MS_MAX);
    const listen = (text: Buffer): void => {
      said = (said + text.toString()).slice(-20_000);
      if (!said.includes('Kafka Server started')) return;
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

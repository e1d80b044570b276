import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;

/** How a server is to be started; the port and the data of before when nothing is said. */
export interface Starting {
  readonly port?: number;
  readonly dataDir?: string;
}

/** What is known of a kind of server before it is started. */
interface Kind {
  readonly name: string;
  /** What it says once it takes requests. */
  readonly ready: RegExp;
}

/** A server of others in a process of its own, for tests: started, stopped or killed, and started again on its port with its data. */
export abstract class JavaServer {
  protected port = 0;
  protected dataDir = '';
  private child: ChildProcess | undefined;
  private isOwnDir = false;
  private readonly kind: Kind;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** Fetches and prepares what it needs, and gives the arguments of `java`; port and folder are known by then. */
  protected abstract arguments(): Promise<string[]>;

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
    if (this.isOwnDir) await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Resolves when it takes requests; throws with what it said when it does not. */
  protected async begin({ port, dataDir }: Starting): Promise<void> {
    const { name } = this.kind;
    if (this.child) throw new Error(`${name} is running already.`);
    this.port = port ?? (this.port || (await freePort()));
    this.isOwnDir ||= !dataDir && !this.dataDir;
    this.dataDir = dataDir ?? (this.dataDir || (await mkdtemp(join(tmpdir(), 'floor-server-'))));
    await mkdir(this.dataDir, { recursive: true });
    const child = spawn('java', await this.arguments(), { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    process.once('exit', () => child.kill('SIGKILL')); // A test that breaks off leaves no server behind.
    await started(child, this.kind).catch(async (error: unknown) => {
      await this.end('SIGKILL');
      throw error;
    });
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
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function started(child: ChildProcess, { name, ready }: Kind): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => reject(new Error(`${name} ${why}. It said last: ${said.slice(-2_000)}`));
    const late = setTimeout(() => fail(`did not start within ${START_MS_MAX / 1_000} s`), START_MS_MAX);
    const listen = (text: Buffer): void => {
      said = (said + text.toString()).slice(-20_000);
      if (!ready.test(said)) return;
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

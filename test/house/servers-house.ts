import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess } from './app-process.ts';
import { HouseClient, type ReaderState } from './client.ts';

/** The apps that make up a house on servers. */
export const APPS = ['intake', 'reporting', 'assessment', 'alerting', 'relay'] as const;
export type AppName = (typeof APPS)[number];

/** Where the servers are, as the runner of these tests found them. */
export interface Servers {
  readonly eventStoreDb: string;
  readonly kafka: string;
  readonly mongoDb: string;
}

/** The servers that the environment names; throws where one is not named. */
export function serversAtHand(env: NodeJS.ProcessEnv = process.env): Servers {
  const address = (name: string): string => {
    const found = env[name];
    if (!found) throw new Error(`${name} is not set: run these tests by "npm run test:servers", which finds or starts the servers.`);
    return found;
  };
  return { eventStoreDb: address('EVENTSTOREDB_URL'), kafka: address('KAFKA_BROKERS'), mongoDb: address('MONGODB_URL') };
}

/** Which app answers a path, as a balancer in front of them would have it. */
export function appOf(path: string): AppName {
  if (/^\/v1\/(feeds\/[^/?]+\/)?submissions/.test(path)) return 'intake';
  if (path.startsWith('/v1/alerts')) return 'alerting';
  return 'reporting';
}

/** The five apps as processes of their own, in a namespace of their own on servers that others may use too. */
export class ServersHouse extends HouseClient {
  override readonly lookMs = 150;
  readonly namespace: string;
  readonly instances = new Map<AppName, AppProcess[]>();
  private readonly servers: Servers;
  private readonly root = mkdtempSync(join(tmpdir(), 'floor-servers-'));
  private readonly more: Readonly<Record<string, string>>;
  private made = 0;
  private asked = 0;

  constructor(servers: Servers, more: Readonly<Record<string, string>> = {}) {
    super();
    this.namespace = `t${randomBytes(6).toString('hex')}`;
    this.servers = servers;
    this.more = more;
    this.token = randomBytes(24).toString('hex');
  }

  /** The settings that all its apps share. */
  get env(): Readonly<Record<string, string>> {
    return {
      FLOOR_EVENTSTOREDB_URL: this.servers.eventStoreDb,
      FLOOR_MONGODB_URL: this.servers.mongoDb,
      FLOOR_KAFKA_BROKERS: this.servers.kafka,
      FLOOR_NAMESPACE: this.namespace,
      FLOOR_KAFKA_PREFIX: `${this.namespace}.`,
      FLOOR_ADMIN_TOKEN: this.token,
      NODE_COMPILE_CACHE: join(tmpdir(), 'floor-compiled'),
      ...this.more,
    };
  }

  /** Starts one instance of each app; resolves when all answer. */
  async start(): Promise<this> {
    await Promise.all(APPS.map((app) => this.add(app)));
    return this;
  }

  /** Starts one more instance of an app. */
  async add(app: AppName, env: Readonly<Record<string, string>> = {}): Promise<AppProcess> {
    const instance = new AppProcess(app, join(this.root, `${app}-${++this.made}`), { ...this.env, ...env });
    this.instances.set(app, [...(this.instances.get(app) ?? []), instance]);
    await instance.start();
    return instance;
  }

  /** The instances that answer and have not ended. */
  living(app: AppName): AppProcess[] {
    return (this.instances.get(app) ?? []).filter(({ runs, sleeps, url }) => runs && !sleeps && url !== '');
  }

  /** Ends all of its apps with this signal, and gives their exit codes. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<(number | null)[]> {
    return Promise.all([...this.instances.values()].flat().map((instance) => instance.kill(signal)));
  }

  /** Ends it and removes its folders. What it wrote on the servers lies in its own namespace. */
  async remove(): Promise<void> {
    await this.end();
    rmSync(this.root, { recursive: true, force: true });
  }

  protected override urlOf(path: string): string {
    const app = appOf(path);
    const living = this.living(app);
    const instance = living[this.asked++ % living.length]; // One after the other, as a balancer would have it.
    if (!instance) throw new Error(`No instance of ${app} is running.`);
    return instance.url;
  }

  protected override async readers(): Promise<readonly ReaderState[]> {
    const first = await this.lookAtReaders();
    const again = await this.lookAtReaders();
    // The processes are asked one after the other: what moved in between may have been news to one already asked.
    const hasMoved = JSON.stringify(first.map(({ position }) => position)) !== JSON.stringify(again.map(({ position }) => position));
    return hasMoved ? [] : again;
  }

  private async lookAtReaders(): Promise<ReaderState[]> {
    const all = APPS.filter((app) => app !== 'intake').flatMap((app) => this.living(app));
    const states = await Promise.all(all.map((instance) => readersOf(instance.url)));
    return states.some((state) => state.length === 0) ? [] : states.flat();
  }
}

async function readersOf(url: string): Promise<ReaderState[]> {
  const answer = await fetch(`${url}/health/ready`);
  return ((await answer.json()) as { readers?: ReaderState[] }).readers ?? [];
}

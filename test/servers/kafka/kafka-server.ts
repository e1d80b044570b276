import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, JavaServer, type Starting as AnyStarting } from '../java-server.ts';
import { kafkaJars } from './jars.ts';
import { propertiesOf } from './settings.ts';

const FORMAT_MS_MAX = 60_000;
/** Small, and no time spent on making code fast that runs for a minute. */
const JAVA = ['-Xms64m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const LOGGING = '-Dorg.slf4j.simpleLogger.defaultLogLevel=';

/** With names and passwords of those who may log in, where they must. */
export interface Starting extends AnyStarting {
  readonly users?: Readonly<Record<string, string>>;
}

/** A real Apache Kafka of one node. */
export class KafkaServer extends JavaServer {
  private controllerPort = 0;
  private users: Starting['users'];

  constructor() {
    super({ name: 'Apache Kafka', ready: /Kafka Server started/ });
  }

  get brokers(): string {
    return `127.0.0.1:${this.port}`;
  }

  async start({ users, ...starting }: Starting = {}): Promise<void> {
    this.users = users ?? this.users;
    await this.begin(starting);
  }

  protected override async arguments(): Promise<string[]> {
    this.controllerPort ||= await freePort();
    const { port, controllerPort, users } = this;
    const jars = await kafkaJars();
    const file = join(this.dataDir, 'server.properties');
    await writeFile(file, propertiesOf({ port, controllerPort, dataDir: join(this.dataDir, 'data'), users }), { mode: 0o600 });
    if (!existsSync(join(this.dataDir, 'data', 'meta.properties'))) await format(file, jars);
    return [...JAVA, `${LOGGING}info`, '-cp', jars, 'kafka.Kafka', file];
  }
}

async function format(settings: string, jars: string): Promise<void> {
  const id = randomBytes(16).toString('base64url').replace(/^-/, 'x');
  const args = ['-Xmx128m', '-XX:TieredStopAtLevel=1', `${LOGGING}error`, '-cp', jars, 'kafka.tools.StorageTool'];
  await promisify(execFile)('java', [...args, 'format', '--cluster-id', id, '--config', settings], { timeout: FORMAT_MS_MAX });
}

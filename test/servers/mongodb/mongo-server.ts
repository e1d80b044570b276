import { join } from 'node:path';
import { JavaServer, type Starting } from '../java-server.ts';
import { mongoJars } from './jars.ts';

/** Small, and quick to start. */
const JAVA = ['-Xms64m', '-Xmx512m', '-XX:+UseSerialGC', '-Dslf4j.internal.verbosity=ERROR'];

/** mongo-java-server: speaks MongoDB's wire protocol. */
export class MongoServer extends JavaServer {
  constructor() {
    super({ name: 'mongo-java-server', ready: /^listening$/m });
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}`;
  }

  async start(starting: Starting = {}): Promise<this> {
    await this.begin(starting);
    return this;
  }

  protected override async arguments(): Promise<string[]> {
    return [...JAVA, '-cp', await mongoJars(), 'Main', String(this.port), join(this.dataDir, 'mongodb.h2')];
  }
}

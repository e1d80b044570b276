import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess } from '../house/app-process.ts';
import { APPS, type AppName, ServersHouse, serversAtHand } from '../house/servers-house.ts';
import { ProtocolServer } from './eventstoredb/protocol-server.ts';
import { selfSigned } from './eventstoredb/self-signed.ts';
import { KafkaServer } from './kafka/kafka-server.ts';

const WITHIN_MS = 15_000;
const NOBODY = '127.0.0.1:1';
const SECRET = 'pass-word-of-the-test';

describe('an app with bad settings', () => {
  const root = mkdtempSync(join(tmpdir(), 'floor-bad-settings-'));
  const good = new ServersHouse(serversAtHand()).env;
  let starts = 0;

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Starts it, and gives what it said when it ended by itself. */
  async function ends(app: AppName, env: Readonly<Record<string, string>>): Promise<string> {
    const since = performance.now();
    const instance = new AppProcess(app, join(root, `${app}-${++starts}`), { ...good, ...env }).begin();
    const late = setTimeout(() => void instance.kill(), 2 * WITHIN_MS);
    const code = await instance.gone();
    clearTimeout(late);
    expect({ code, inTime: performance.now() - since < WITHIN_MS, output: instance.output }).toMatchObject({ code: 1, inTime: true });
    expect(instance.output).not.toContain(SECRET);
    return instance.output;
  }

  it.each(APPS)(
    '%s: names every one that is unknown, of a wrong kind, or missing',
    async (app) => {
      const said = await ends(app, {
        FLOOR_PROT: '1',
        FLOOR_PORT: 'many',
        FLOOR_MONGODB_URL: '',
        FLOOR_KAFKA_SASL: 'plain',
        FLOOR_ADMIN_TOKEN: SECRET,
      });
      expect(said).toMatch(/FLOOR_PROT is not a setting/);
      expect(said).toMatch(/FLOOR_PORT must be a whole number.*"many"/);
      expect(said).toMatch(/FLOOR_MONGODB_URL is not set/);
      expect(said).toMatch(/FLOOR_KAFKA_USER and FLOOR_KAFKA_SASL go together/);
      expect(said).toMatch(/FLOOR_ADMIN_TOKEN must be a token/);
    },
    60_000,
  );

  it.each<[AppName, string, string]>([
    ['intake', 'FLOOR_EVENTSTOREDB_URL', `esdb://admin:${SECRET}@${NOBODY}?tls=false`],
    ['assessment', 'FLOOR_MONGODB_URL', `mongodb://admin:${SECRET}@${NOBODY}`],
    ['relay', 'FLOOR_KAFKA_BROKERS', NOBODY],
    ['alerting', 'FLOOR_KAFKA_BROKERS', NOBODY],
    ['intake', 'FLOOR_KAFKA_BROKERS', NOBODY],
  ])(
    '%s: says that nobody answers where %s points',
    async (app, setting, address) => {
      expect(await ends(app, { [setting]: address })).toMatch(new RegExp(`^${setting}: .*127[.]0[.]0[.]1:1`, 'm'));
    },
    60_000,
  );

  describe('where somebody takes the connection and never says a word', () => {
    let silent: Server;
    let address: string;
    beforeAll(async () => {
      silent = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      address = `127.0.0.1:${(silent.address() as { port: number }).port}`;
    });
    afterAll(() => silent.close());

    it.each<[AppName, string, (address: string) => string]>([
      ['reporting', 'FLOOR_EVENTSTOREDB_URL', (at) => `esdb://${at}?tls=false`],
      ['reporting', 'FLOOR_MONGODB_URL', (at) => `mongodb://${at}`],
      ['relay', 'FLOOR_KAFKA_BROKERS', (at) => at],
    ])(
      '%s: gives up on %s in time',
      async (app, setting, urlOf) => {
        expect(await ends(app, { [setting]: urlOf(address) })).toMatch(new RegExp(`^${setting}: `, 'm'));
      },
      60_000,
    );
  });

  describe('where the server knows other passwords', () => {
    const tls = selfSigned();
    const log = new ProtocolServer({ access: { user: 'floor', password: 'right' }, tls });
    const kafka = new KafkaServer();
    beforeAll(() => Promise.all([log.start(), kafka.start({ users: { floor: 'right' } })]), 90_000);
    afterAll(() => Promise.all([log.stop(), kafka.remove()]));

    it('says that EventStoreDB refuses them', async () => {
      const authority = join(root, 'authority.pem');
      writeFileSync(authority, tls.certificate);
      const url = log.url.replace('esdb://', `esdb://floor:${SECRET}@`).replace('?tls=false', `?tls=true&tlsCAFile=${authority}`);
      expect(await ends('assessment', { FLOOR_EVENTSTOREDB_URL: url })).toMatch(/^FLOOR_EVENTSTOREDB_URL: .*(user|password|credentials)/m);
    }, 60_000);

    it('says that Kafka refuses them', async () => {
      const sasl = { FLOOR_KAFKA_SASL: 'plain', FLOOR_KAFKA_USER: 'floor', FLOOR_KAFKA_PASSWORD: SECRET };
      expect(await ends('relay', { FLOOR_KAFKA_BROKERS: kafka.brokers, ...sasl })).toMatch(/^FLOOR_KAFKA_.*(user|password|credentials)/im);
    }, 60_000);
  });
});

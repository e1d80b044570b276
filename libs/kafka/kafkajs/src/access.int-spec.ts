import kafkajs from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { KafkaServer } from '../../../../test/servers/kafka/kafka-server.ts';
import { Taker } from '../../src/testing/taker.js';
import { clientFor } from './testing/clients.js';

const { AclOperationTypes: may, AclResourceTypes: on } = kafkajs;
const message = { key: 'a', value: '1', headers: {} };

describe('a broker that asks who we are', () => {
  const server = new KafkaServer();
  const admin = (): kafkajs.Admin =>
    new kafkajs.Kafka({
      brokers: [server.brokers],
      sasl: { mechanism: 'plain', username: 'admin', password: 'of-all' },
      logLevel: kafkajs.logLevel.NOTHING,
    }).admin();
  const as = (username: string, password: string, mechanism: 'plain' | 'scram-sha-512' = 'plain') =>
    clientFor([server.brokers], { prefix: 'own-', sasl: { mechanism, username, password } }, { pauseMs: 100 });
  const allow = async (resourceType: number, resourceName: string, operation: number): Promise<void> => {
    const asking = admin();
    await asking.connect();
    const acl = { principal: 'User:floor', host: '*', operation, permissionType: kafkajs.AclPermissionTypes.ALLOW };
    await asking.createAcls({ acl: [{ ...acl, resourceType, resourceName, resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL }] });
    await asking.disconnect();
  };

  beforeAll(() => server.start({ users: { admin: 'of-all', floor: 'right' } }), 60_000);
  afterAll(() => server.remove());

  it('refuses a wrong password, and the fault says so without it', async () => {
    const kafka = as('floor', 'my-secret');
    const fault = await kafka.ping().catch((error: Error) => error.message);
    expect(fault).toMatch(/^Kafka at .*: it refused the user name or the password\.$/);
    expect(fault).not.toContain('my-secret');
    await kafka.close();
  });

  it('refuses a way of signing in that it does not know, and the fault says so', async () => {
    const kafka = as('floor', 'right', 'scram-sha-512');
    await expect(kafka.ping()).rejects.toThrow(/does not take this way of signing in/);
    await kafka.close();
  });

  it('closes the connection of who does not sign in, and the fault says so', async () => {
    const kafka = clientFor([server.brokers]);
    await expect(kafka.ping()).rejects.toThrow(/could not be spoken to: /);
    await kafka.close();
  });

  it('lets us do what its ACLs allow; what is missing is named, and is enough to be granted', async () => {
    const kafka = as('floor', 'right');
    expect(await kafka.nameInFull('t')).toMatch(/\/own-t$/);
    await expect(kafka.publish('t', [message])).rejects.toThrow(
      'We see no topic own-t at Kafka and may not make it. Make it and allow our user DESCRIBE and WRITE on it, or allow CREATE on it as well.',
    );
    await allow(on.TOPIC, 'own-t', may.CREATE);
    await allow(on.TOPIC, 'own-t', may.WRITE);
    await kafka.publish('t', [message]);

    await allow(on.TOPIC, 'own-t', may.READ);
    const taker = new Taker();
    const consuming = await kafka.consume(taker.of('g', 't'));
    await setTimeout(300);
    expect(consuming.state()).toMatchObject({ running: false, fault: expect.stringMatching(/may READ the group/) });
    await allow(on.GROUP, 'own-g', may.READ);
    await taker.has(1);
    expect(consuming.state()).toMatchObject({ running: true, fault: null });
    expect(consuming.state().restarts).toBeGreaterThan(0);
    await kafka.close();
  }, 60_000);
});

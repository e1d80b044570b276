import { type Diagnostic, Parser } from '@asyncapi/parser';
import { eventSchemas } from '#libs/schemas';
import { asyncApi } from './asyncapi.js';

const kafka = { brokers: ['one:9092', 'two:9092'], prefix: 'ne.', tls: true, caFile: null };
const sasl = { mechanism: 'scram-sha-512', username: 'floor', password: 'hidden' } as const;

interface Document {
  readonly channels: Readonly<Record<string, { address: string; messages: Readonly<Record<string, { payload: object }>> }>>;
  readonly operations: Readonly<Record<string, { action: string; channel: { $ref: string }; tags: readonly { name: string }[] }>>;
}
const document = (...given: Parameters<typeof asyncApi>): Document => asyncApi(...given) as unknown as Document;

/** What the parser says, but for its advice to use a later version of the standard. */
async function saidOf(text: string): Promise<Pick<Diagnostic, 'code' | 'message' | 'path'>[]> {
  const { diagnostics } = await new Parser().parse(text);
  return diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version').map(({ code, message, path }) => ({ code, message, path }));
}

/** The parser takes seconds where the machine is busy. */
const PARSING_MS_MAX = 60_000;

describe('/asyncapi.json', () => {
  it.each([
    ['on embedded stores', null],
    ['on servers', { ...kafka, sasl }],
  ])(
    'is AsyncAPI without a fault or a warning %s',
    async (_, settings) => expect(await saidOf(JSON.stringify(asyncApi(settings)))).toEqual([]),
    PARSING_MS_MAX,
  );
  it(
    'is read by a parser that finds faults',
    async () => {
      const broken = JSON.stringify(asyncApi(null)).replace('"#/components/schemas/Observations"', '"#/components/schemas/Nothing"');
      expect((await saidOf(broken)).map(({ code }) => code)).toContain('invalid-ref');
    },
    PARSING_MS_MAX,
  );

  it('names the four topics, with what is done to each by which app', () => {
    const { operations } = document(null);
    expect(
      Object.values(operations).map(({ action, channel, tags }) => [tags[0]!.name, action, channel.$ref.replace('#/channels/', '')]),
    ).toEqual([
      ['intake', 'receive', 'indicator-observations'],
      ['intake', 'send', 'indicator-observations-refused'],
      ['alerting', 'send', 'breach-alerts'],
      ['relay', 'send', 'floor-events'],
    ]);
  });
  it('gives topics, brokers and the group as the settings do, and no password', () => {
    const text = JSON.stringify(asyncApi({ ...kafka, sasl }));
    expect(Object.values(document({ ...kafka, sasl }).channels).map(({ address }) => address)).toEqual([
      'ne.indicator-observations',
      'ne.indicator-observations-refused',
      'ne.breach-alerts',
      'ne.floor-events',
    ]);
    expect(JSON.parse(text)).toMatchObject({
      servers: { 'broker-2': { host: 'two:9092', protocol: 'kafka-secure', security: [{ $ref: '#/components/securitySchemes/sasl' }] } },
      operations: { 'receive-indicator-observations': { bindings: { kafka: { groupId: { enum: ['ne.floor-intake'] } } } } },
      components: { securitySchemes: { sasl: { type: 'scramSha512' } } },
    });
    expect(text).not.toContain('hidden');
  });
  it('has a message for each event of the log', () =>
    expect(Object.keys(document(null).channels['floor-events']!.messages)).toEqual(eventSchemas().map(({ name }) => name)));
});

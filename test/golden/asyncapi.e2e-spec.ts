import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, type CloudEvent, parseCloudEvent, type OutMessage, structured } from '#libs/kafka';
import { FakeKafka } from '#libs/kafka/testing';
import { BREACH_ALERTS, KafkaChannel } from '../../libs/alerting/src/channels/kafka/kafka-channel.ts';
import type { Alert } from '../../libs/alerting/src/channel.ts';
import { DeadLetters, REFUSED_TOPIC } from '../../libs/intake/src/kafka/dead-letters.ts';
import { OBSERVATIONS_TYPE } from '../../libs/intake/src/kafka/observation-message.ts';
import { INTAKE_GROUP, OBSERVATIONS_TOPIC } from '../../libs/intake/src/kafka/observation-taking.ts';
import { asyncApi } from '../../libs/platform/src/asyncapi/asyncapi.ts';
import { outMessage } from '../../libs/relay/src/out-message.ts';
import { FLOOR_EVENTS } from '../../libs/relay/src/relay-reader.ts';
import type { Golden } from './todays-events.ts';
import { validatorsIn } from './validators.ts';

/** What /asyncapi.json says, held against the messages that the apps really write and take. */
const EVENTS = join(import.meta.dirname, 'events');
const goldenOf = (type: string): Golden[] => JSON.parse(readFileSync(join(EVENTS, `${type}.json`), 'utf8')) as Golden[];
const types = readdirSync(EVENTS).map((name) => name.replace(/\.json$/, ''));
const saysOf = validatorsIn(asyncApi(null));

/** Whether a message is what the document says of it: its value and its headers. */
function check(topic: string, name: string, { value, headers }: Pick<OutMessage, 'value' | 'headers'>): unknown[] {
  const at = `/channels/${topic}/messages/${name}`;
  const [payload, head] = [saysOf(`${at}/payload`), saysOf(`${at}/headers`)];
  payload(JSON.parse(String(value)));
  head(headers);
  return [...(payload.errors ?? []), ...(head.errors ?? [])];
}

/** A message of the broker, as one that is to be published. */
function published(kafka: FakeKafka, topic: string): { key: string; value: string; headers: Record<string, string> }[] {
  const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();
  return kafka.messages(topic).map(({ key, value, headers }) => ({
    key: text(key),
    value: text(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, text(bytes)])),
  }));
}

interface Document {
  readonly channels: Record<string, { messages: Record<string, { headers: { properties: object } }> }>;
}

interface Example {
  readonly payload: unknown;
  readonly headers?: Record<string, string>;
}

describe('/asyncapi.json', () => {
  it.each(types)('describes %s as the relay publishes it', (type) => {
    for (const [i, event] of goldenOf(type).entries()) {
      const stored = { ...event, id: `00000000-0000-5000-8000-00000000000${i}`, position: 'p1', recordedAt: '2026-11-01T12:00:00.000Z' };
      const message = outMessage(stored as never);
      expect(check(FLOOR_EVENTS, type, message)).toEqual([]);
      expect(message.key).toBe(event.stream);
      expect(check(FLOOR_EVENTS, type, { ...message, value: String(message.value).replace('"v":1', '"v":9') })).not.toEqual([]);
    }
  });

  it('describes an alert as its channel publishes it', async () => {
    const kafka = new FakeKafka();
    const [due] = goldenOf('AlertDue.v1');
    await new KafkaChannel(kafka).deliver(due!.data as unknown as Alert);
    const [message] = published(kafka, BREACH_ALERTS);
    expect(check(BREACH_ALERTS, 'alert', message!)).toEqual([]);
    expect(message!.key).toBe('E12000001');
    expect(check(BREACH_ALERTS, 'alert', { ...message!, headers: {} })).not.toEqual([]);
  });

  it('names topics, types and the group as the apps do', () => {
    const { channels, operations } = asyncApi(null) as unknown as { channels: Record<string, object>; operations: Record<string, object> };
    expect(Object.keys(channels).sort()).toEqual([BREACH_ALERTS, FLOOR_EVENTS, OBSERVATIONS_TOPIC, REFUSED_TOPIC].sort());
    expect(operations[`receive-${OBSERVATIONS_TOPIC}`]).toMatchObject({ bindings: { kafka: { groupId: { enum: [INTAKE_GROUP] } } } });
    expect(JSON.stringify(channels[OBSERVATIONS_TOPIC]).split(`"const":"${OBSERVATIONS_TYPE}"`)).toHaveLength(3); // In both modes.
  });

  it.each([
    ['whole', []],
    ['in part', [{ row: 2, column: 'area', code: 'unknown-area', detail: 'The catalogue has no such area.', retryable: true }]],
  ])('describes a message refused %s as it is sent back', async (_, rows) => {
    const kafka = new FakeKafka();
    const message = { partition: 1, offset: '7', key: Buffer.from('E08000021'), value: Buffer.from('{'), headers: {}, timestampMs: 0 };
    await new DeadLetters(kafka).send(OBSERVATIONS_TOPIC, [{ message, code: 'bad-json', reason: 'The message is no JSON.', rows }]);
    const [letter] = published(kafka, REFUSED_TOPIC);
    const head = saysOf(`/channels/${REFUSED_TOPIC}/messages/refused/headers`);
    expect([head(letter!.headers), head.errors]).toEqual([true, null]);
    const { properties } = (asyncApi(null) as unknown as Document).channels[REFUSED_TOPIC]!.messages['refused']!.headers;
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(letter!.headers)));
    expect(letter).toMatchObject({ key: 'E08000021', value: '{' });
  });

  describe('describes observations', () => {
    const one = { indicator: 'crime.burglary-rate', area: 'E08000021', period: '2003-04', value: 31.2, status: 'final' };
    const event: CloudEvent = {
      id: 'ours-1',
      source: '/northmoor/data-team',
      type: 'uk.floor-targets.observations.v1',
      time: '2004-05-01T09:00:00Z',
      extensions: { feed: 'observations' },
      data: [one, { ...one, area: 'E08000037', value: null, status: 'suppressed:small-number', breakdown: 'sex=female' }],
    };
    const taken = ({ value, headers }: Pick<OutMessage, 'value' | 'headers'>): unknown =>
      parseCloudEvent({
        value: Buffer.from(value),
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      });
    it.each([
      ['structured', structured(event)],
      ['binary', binary(event)],
    ])('in %s mode as they are taken', (name, message) => {
      expect(check('indicator-observations', name, message)).toEqual([]);
      expect(taken(message)).toMatchObject({ id: 'ours-1', extensions: { feed: 'observations' }, data: event.data });
    });
    it('as its own examples write them', () => {
      const { channels } = asyncApi(null) as unknown as { channels: Record<string, { messages: Record<string, { examples?: Example[] }> }> };
      const examples = Object.entries(channels['indicator-observations']!.messages).flatMap(([name, { examples = [] }]) => examples.map((one) => [name, one] as const));
      expect(examples.map(([name]) => name)).toEqual(['structured', 'binary']);
      for (const [name, { payload, headers = {} }] of examples) {
        const message = { value: JSON.stringify(payload), headers };
        expect([check('indicator-observations', name, message), taken(message)]).toEqual([[], expect.objectContaining({ type: event.type })]);
      }
    });
    it.each([
      ['without a figure', { ...event, data: { indicator: 'a', area: 'E08000021', period: '2003-04' } }],
      ['of no area', { ...event, data: { ...one, area: 'Newcastle' } }],
      ['of another type', { ...event, type: 'other' }],
    ])('and not an event %s', (_, wrong) => expect(check('indicator-observations', 'structured', structured(wrong))).not.toEqual([]));
  });
});

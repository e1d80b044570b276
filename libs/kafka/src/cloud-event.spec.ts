import { Refusal } from '#libs/kernel';
import { binary, CLOUD_EVENT_BYTES_MAX, type CloudEvent, parseCloudEvent, structured } from './cloud-event.js';
import type { OutMessage } from './kafka.js';

const event: CloudEvent = {
  id: 'e-1',
  source: '/northumbria',
  type: 'uk.floor-targets.observations.v1',
  subject: 'E01000001',
  time: '2004-05-01T09:00:00Z',
  extensions: { feed: 'police-street' },
  data: [{ value: 41, note: 'ü' }],
};
const bytes = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? Buffer.from(text) : text);
const parse = (value: string | Uint8Array | null, headers: Readonly<Record<string, string | Uint8Array>> = {}): CloudEvent | Refusal =>
  parseCloudEvent({
    value: value === null ? null : bytes(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, bytes(text)])),
  });
const roundTrip = ({ value, headers }: Pick<OutMessage, 'value' | 'headers'>): CloudEvent | Refusal => parse(value, headers);
const json = (more: object): string => JSON.stringify({ specversion: '1.0', id: '1', source: '/s', type: 't', data: {}, ...more });
const code = (parsed: CloudEvent | Refusal): string => (parsed instanceof Refusal ? parsed.code : 'none');

describe('a CloudEvent', () => {
  it('comes back as it went, in structured mode', () => expect(roundTrip(structured(event))).toEqual(event));
  it('comes back as it went, in binary mode', () => expect(roundTrip(binary(event))).toEqual(event));
  it('is written as the standard has it', () => {
    const { value, headers } = structured(event);
    expect(headers).toEqual({ 'content-type': 'application/cloudevents+json' });
    expect(JSON.parse(String(value))).toEqual({
      specversion: '1.0',
      id: 'e-1',
      source: '/northumbria',
      type: 'uk.floor-targets.observations.v1',
      subject: 'E01000001',
      time: '2004-05-01T09:00:00Z',
      feed: 'police-street',
      datacontenttype: 'application/json',
      data: [{ value: 41, note: 'ü' }],
    });
    expect(binary(event).headers).toMatchObject({
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_feed: 'police-street',
      'content-type': 'application/json',
    });
  });
  it('is taken without its content type, which not every producer can set', () =>
    expect(parse(json({ data: 7 }))).toMatchObject({ id: '1', data: 7 }));
  it('is taken with a content type that has parameters, in any case', () =>
    expect(parse(json({ data: 7 }), { 'content-type': 'Application/CloudEvents+JSON; charset=UTF-8' })).toMatchObject({ data: 7 }));
  it('is structured when its content type says so, whatever other headers there are', () =>
    expect(parse(json({ id: 'inner' }), { 'content-type': 'application/cloudevents+json', ce_specversion: '1.0' })).toMatchObject({
      id: 'inner',
    }));
  it('may bring its data in base64', () =>
    expect(parse(json({ data: undefined, data_base64: Buffer.from('{"a":1}').toString('base64') }))).toMatchObject({ data: { a: 1 } }));
  it('may have attributes that are null, which are not there', () =>
    expect(parse(json({ subject: null, feed: null }))).toEqual({ id: '1', source: '/s', type: 't', extensions: {}, data: {} }));
  it('may bring null as its data', () => expect(parse(json({ data: null }))).toMatchObject({ data: null }));
  it('is taken up to 256 KB, and not beyond', () => {
    const filled = (length: number): string => json({ data: 'x'.repeat(length - json({ data: '' }).length) });
    expect(code(parse(filled(CLOUD_EVENT_BYTES_MAX)))).toBe('none');
    expect(code(parse(filled(CLOUD_EVENT_BYTES_MAX + 1)))).toBe('event-too-large');
  });

  it.each([
    ['no-event', null, {}],
    ['no-event', '', {}],
    ['no-event', '[]', {}],
    ['no-event', '7', {}],
    ['no-event', 'null', {}],
    ['no-event', '{"id":"1"}', {}],
    ['bad-json', '{"specversion":"1.0",', {}],
    ['bad-json', 'code,name', {}],
    ['bad-json', '{', { ce_specversion: '1.0' }],
    ['bad-text', Uint8Array.of(0x22, 0xff, 0x22), {}],
    ['bad-text', '{}', { ce_specversion: '1.0', ce_id: Uint8Array.of(0xff) }],
    ['bad-text', json({}), { 'content-type': Uint8Array.of(0xff) }],
    ['event-format', `[${json({})}]`, { 'content-type': 'application/cloudevents-batch+json' }],
    ['event-format', 'x', { 'content-type': 'application/cloudevents+avro' }],
    ['data-format', json({ datacontenttype: 'text/csv' }), {}],
    ['data-format', 'a,b', { ce_specversion: '1.0', 'content-type': 'text/csv' }],
    ['no-data', json({ data: undefined }), {}],
    ['bad-attribute', json({ specversion: '0.3' }), {}],
    ['bad-attribute', json({ id: '' }), {}],
    ['bad-attribute', json({ id: 7 }), {}],
    ['bad-attribute', json({ source: undefined }), {}],
    ['bad-attribute', json({ type: 'x'.repeat(1_001) }), {}],
    ['bad-attribute', json({ time: '1 May 2004' }), {}],
    ['bad-attribute', json({ time: '2004-13-01T09:00:00Z' }), {}],
    ['bad-attribute', json({ time: '2004-02-30T09:00:00Z' }), {}],
    ['bad-attribute', json({ time: '0000-01-01T00:00:00Z' }), {}],
    ['bad-attribute', json({ time: '9999-12-31T23:59:59-12:00' }), {}],
    ['bad-attribute', json({ Feed: 'x' }), {}],
    ['bad-attribute', json({ feed: {} }), {}],
    ['bad-attribute', '{"specversion":"1.0","id":"1","source":"s","type":"t","data":1,"__proto__":"x"}', {}],
    ['bad-attribute', '{}', { ce_specversion: '1.0', ce_id: '1', ce_type: 't' }],
  ])('is refused as %s: %p', (expected, value, headers) => {
    const refusal = parse(value, headers as Record<string, string>);
    expect(code(refusal)).toBe(expected);
    expect((refusal as Refusal).detail).toMatch(/^The .*\.$/s);
  });
});

describe('the refusal of a message that is no JSON', () => {
  it.each(['{"a":1} Zebedee', 'Zebedee', '{"name":Zebedee}', '{"name":"Zebedee', '{"name":"Zebedee\n"}'])(
    'quotes nothing of it: %j',
    (value) => {
      const { code: found, detail } = parse(value) as Refusal;
      expect([found, detail]).toEqual(['bad-json', expect.not.stringContaining('Zeb')]);
    },
  );
});

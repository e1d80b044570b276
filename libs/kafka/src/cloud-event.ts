import { Refusal } from '#libs/kernel';
import { attributesOf } from './cloud-event-attributes.js';
import type { Message, OutMessage } from './kafka.js';

/** The largest value that is taken for an event. */
export const CLOUD_EVENT_BYTES_MAX = 256 * 1024;

const STRUCTURED = 'application/cloudevents+json';
const IS_JSON = /^application\/(json|[\w.-]+\+json)\s*(;|$)/i;

/** An event as CloudEvents 1.0 has it, its data being JSON. */
export interface CloudEvent<Data = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** An RFC 3339 moment. */
  readonly time?: string;
  readonly dataschema?: string;
  /** Attributes of one's own, by name: small letters and digits. */
  readonly extensions?: Readonly<Record<string, string | number | boolean>>;
  readonly data: Data;
}

/** An event in structured mode: all of it is the value. */
export function structured({ data, extensions, ...event }: CloudEvent): Pick<OutMessage, 'value' | 'headers'> {
  const value = JSON.stringify({ specversion: '1.0', ...event, ...extensions, datacontenttype: 'application/json', data });
  return { value, headers: { 'content-type': STRUCTURED } };
}

/** An event in binary mode: its attributes are headers, and the value is the data. */
export function binary({ data, extensions, ...event }: CloudEvent): Pick<OutMessage, 'value' | 'headers'> {
  const attributes = Object.entries({ specversion: '1.0', ...event, ...extensions });
  const headers = Object.fromEntries(
    attributes.filter(([, value]) => value !== undefined).map(([name, value]) => [`ce_${name}`, String(value)]),
  );
  return { value: JSON.stringify(data), headers: { ...headers, 'content-type': 'application/json' } };
}

/** The event that a message holds, in either mode; or why it holds none. */
export function parseCloudEvent({ value, headers }: Pick<Message, 'value' | 'headers'>): CloudEvent | Refusal {
  if (value === null || value.length === 0) return new Refusal('no-event', 'The message is empty: send a CloudEvent with its data.');
  if (value.length > CLOUD_EVENT_BYTES_MAX)
    return new Refusal(
      'event-too-large',
      `The message is ${value.length} bytes long and ${CLOUD_EVENT_BYTES_MAX} are allowed: send fewer observations in each.`,
    );
  const contentType = textOf(headers['content-type']);
  if (contentType instanceof Refusal) return contentType;
  const json = jsonOf(value);
  const isBinary = headers['ce_specversion'] !== undefined && !contentType.startsWith('application/cloudevents');
  return isBinary ? fromBinary(headers, contentType, json) : fromStructured(contentType, json);
}

function fromBinary(headers: Message['headers'], contentType: string, data: unknown): CloudEvent | Refusal {
  if (contentType !== '' && !IS_JSON.test(contentType)) return notJson(contentType);
  if (data instanceof Refusal) return data;
  const attributes: Record<string, unknown> = {};
  for (const [name, bytes] of Object.entries(headers)) {
    if (!name.startsWith('ce_')) continue;
    const text = textOf(bytes);
    if (text instanceof Refusal) return text;
    attributes[name.slice(3)] = text;
  }
  return withData(attributes, data);
}

/** Also without its content type, which not every producer can set: the value says what it is. */
function fromStructured(contentType: string, json: unknown): CloudEvent | Refusal {
  if (/^application\/cloudevents/i.test(contentType) && !/^application\/cloudevents\+json\s*(;|$)/i.test(contentType))
    return new Refusal('event-format', `The content type is ${shown(contentType)}: send one event as ${STRUCTURED}, or in binary mode.`);
  if (json instanceof Refusal) return json;
  if (!isEvent(json))
    return new Refusal('no-event', 'The message is no CloudEvent: it has neither ce_ headers nor a JSON object with a specversion.');
  const { data, data_base64: encoded, datacontenttype = 'application/json', ...attributes } = json;
  if (!IS_JSON.test(String(datacontenttype))) return notJson(datacontenttype);
  const content = data === undefined && typeof encoded === 'string' ? jsonOf(Buffer.from(encoded, 'base64')) : data;
  return content instanceof Refusal ? content : withData(attributes, content);
}

const isEvent = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && 'specversion' in json;

function withData(attributes: Readonly<Record<string, unknown>>, data: unknown): CloudEvent | Refusal {
  const checked = attributesOf(attributes);
  if (checked instanceof Refusal) return checked;
  if (data === undefined) return new Refusal('no-data', 'The event has no data: put the observations into it.');
  return { ...checked, data };
}

const notJson = (type: unknown): Refusal => new Refusal('data-format', `The data is ${shown(type)}: send JSON (application/json).`);
const shown = (text: unknown): string => JSON.stringify(String(text).slice(0, 80));

function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text instanceof Refusal) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    return new Refusal('bad-json', `The message is no JSON${placeOf(error as Error)}: check it with a JSON reader.`);
  }
}

/** Where the error lies, if it says so; its own words may quote what the message holds. */
function placeOf({ message }: Error): string {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return position === undefined ? '' : ` from character ${position} on`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array | undefined): string | Refusal {
  try {
    return utf8.decode(bytes);
  } catch {
    return new Refusal('bad-text', 'The message is no UTF-8 text: send it as UTF-8.');
  }
}

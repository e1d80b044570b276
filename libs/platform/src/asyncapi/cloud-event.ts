import type { Schema } from '#libs/schemas';

/** The content type of a CloudEvent in structured mode: the event whole, as JSON. */
export const STRUCTURED = 'application/cloudevents+json';

/** What the attributes of an event hold; each is a text. */
type Attributes = Readonly<Record<string, Schema>>;

const SPEC = { const: '1.0' };

/** A CloudEvent as one JSON object; attributes named in `optional` may be left out. */
export function structured(attributes: Attributes, data: Schema, optional: readonly string[] = []): Schema {
  const properties = { specversion: SPEC, ...attributes, datacontenttype: { const: 'application/json' }, data };
  const mayLack = [...optional, 'datacontenttype'];
  return { type: 'object', required: Object.keys(properties).filter((name) => !mayLack.includes(name)), properties };
}

/** The headers of a CloudEvent in binary mode, whose data is the message's value. */
export function binaryHeaders(attributes: Attributes, optional: readonly string[] = []): Schema {
  const all = Object.entries({ specversion: SPEC, ...attributes });
  return {
    type: 'object',
    required: all
      .map(([name]) => name)
      .filter((name) => !optional.includes(name))
      .map(header),
    properties: {
      ...Object.fromEntries(all.map(([name, schema]) => [header(name), schema])),
      'content-type': { const: 'application/json' },
    },
  };
}

const header = (attribute: string): string => `ce_${attribute}`;

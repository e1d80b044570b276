import { eventSchemas, type Schema } from '#libs/schemas';
import { binaryHeaders, STRUCTURED, structured } from './cloud-event.js';

/** A message as AsyncAPI describes it; `key` is what its partition is chosen by. */
export interface MessageSaid {
  readonly summary: string;
  readonly contentType: string;
  readonly key: string;
  readonly headers: Schema;
  readonly payload: Schema;
}

/** A topic: which app takes from it or puts on it, and what its messages are. */
export interface TopicSaid {
  readonly says: string;
  readonly action: 'send' | 'receive';
  readonly app: 'intake' | 'alerting' | 'relay';
  /** The consumer group that takes from it. */
  readonly group?: string;
  readonly messages: Readonly<Record<string, MessageSaid>>;
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const text = (description: string): Schema => ({ type: 'string', description });
const headersOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const ofStructured = { 'content-type': { const: STRUCTURED } };

const sent = {
  id: text('Chosen by you, and new for each event.'),
  type: { const: 'uk.floor-targets.observations.v1' },
  source: text('Who sends it, as a URI or a path.'),
  subject: text('Not read.'),
  time: {
    type: 'string',
    format: 'date-time',
    description: 'Its day in London is the release date; the time of the broker when left out.',
  },
  feed: text('The code of the feed; observations when left out.'),
};
const SENT_OPTIONAL = ['subject', 'time', 'feed'];
const byArea = 'The area, or the code of a larger one that the observations lie in.';

const observations: TopicSaid = {
  says:
    'Observations for us to record. A message of up to 256 KB is one CloudEvent whose data is one observation or many. Messages of one poll become one ' +
    'submission; within a message two values for one observation are a conflict, between messages the later one wins, and the same again changes nothing.',
  action: 'receive',
  app: 'intake',
  group: 'floor-intake',
  messages: {
    structured: {
      summary: 'Observations in structured mode.',
      contentType: STRUCTURED,
      key: byArea,
      headers: headersOf(ofStructured),
      payload: structured(sent, ref('Observations'), SENT_OPTIONAL),
    },
    binary: {
      summary: 'Observations in binary mode.',
      contentType: 'application/json',
      key: byArea,
      headers: binaryHeaders(sent, SENT_OPTIONAL),
      payload: ref('Observations'),
    },
  },
};

const refused: TopicSaid = {
  says: 'Messages on indicator-observations that could not be taken, wholly or in part: the original key and bytes, with the reason in the headers.',
  action: 'send',
  app: 'intake',
  messages: {
    refused: {
      summary: 'A message that was refused.',
      contentType: 'application/octet-stream',
      key: 'The original key.',
      headers: headersOf({
        code: text('A stable word for what is wrong.'),
        reason: text('What is wrong, and how to mend it.'),
        topic: text('Where it came from.'),
        partition: text('The partition, as a whole number.'),
        offset: text('The offset, as a whole number.'),
      }),
      payload: { description: 'The bytes as they came, whatever they are.' },
    },
  },
};

const told = {
  id: { type: 'string', format: 'uuid', description: 'Receivers drop repeats by it.' },
  time: { type: 'string', format: 'date-time' },
};

const alerts: TopicSaid = {
  says: 'Alerts for the Government Office of a region: each at least once, under one id.',
  action: 'send',
  app: 'alerting',
  messages: {
    alert: {
      summary: 'A newly confirmed breach, with all that is needed to act on it.',
      contentType: STRUCTURED,
      key: 'The GSS code of the region.',
      headers: headersOf(ofStructured),
      payload: structured(
        {
          ...told,
          type: { const: 'uk.floor-targets.breach-alert.v1' },
          source: { const: '/floor-targets/alerting' },
          subject: text('The area of the breach.'),
        },
        ref('AlertDue.v1'),
      ),
    },
  },
};

const logged = headersOf({
  ...ofStructured,
  position: text('Its place in the log; of two, the later sorts after the earlier.'),
  stream: text('The stream that holds it.'),
  version: text('Its number in the stream, from 1.'),
});

/** One message for each version of each event of the log. */
const events = (): TopicSaid => ({
  says: 'Every event of our log, in order within its stream, each at least once under one id.',
  action: 'send',
  app: 'relay',
  messages: Object.fromEntries(
    eventSchemas().map(({ name, schema }) => [
      name,
      {
        summary: String(schema['description']),
        contentType: STRUCTURED,
        key: 'The stream.',
        headers: logged,
        payload: structured(
          {
            ...told,
            type: { const: `uk.floor-targets.${name}` },
            source: { const: '/floor-targets/log' },
            subject: text('The stream that holds it.'),
          },
          ref(name),
        ),
      },
    ]),
  ),
});

/** The topics of the apps that run on servers, by name, without the prefix of the settings. */
export const topics = (): Readonly<Record<string, TopicSaid>> => ({
  'indicator-observations': observations,
  'indicator-observations-refused': refused,
  'breach-alerts': alerts,
  'floor-events': events(),
});

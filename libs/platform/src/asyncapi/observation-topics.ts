import type { Schema } from '#libs/schemas';
import { binaryHeaders, STRUCTURED, structured } from './cloud-event.js';
import { ref, text, type TopicSaid } from './topic-said.js';

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

const one = { indicator: 'crime.burglary-rate', area: 'E08000021', period: '2003-04', numerator: 1234, denominator: 111000 };
const attributes = {
  specversion: '1.0',
  id: '2004-05-01/17',
  source: '/northmoor/data-team',
  type: 'uk.floor-targets.observations.v1',
  time: '2004-05-01T09:00:00Z',
};
const inHeaders = (all: Readonly<Record<string, string>>): Schema =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [`ce_${name}`, value]));

/** Figures that others send us. */
export const observations: TopicSaid = {
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
      headers: { type: 'object', properties: { 'content-type': { const: STRUCTURED } } },
      payload: structured(sent, ref('Observations'), SENT_OPTIONAL),
      examples: [{ name: 'one', payload: { ...attributes, data: one } }],
    },
    binary: {
      summary: 'Observations in binary mode.',
      contentType: 'application/json',
      key: byArea,
      headers: binaryHeaders(sent, SENT_OPTIONAL),
      payload: ref('Observations'),
      examples: [{ name: 'many', headers: inHeaders(attributes), payload: [one, { ...one, area: 'E08000037', numerator: 567 }] }],
    },
  },
};

/** What could not be taken of them. */
export const refused: TopicSaid = {
  says: 'Messages on indicator-observations that could not be taken, wholly or in part: the original key, bytes and headers, with the reason in headers of ours.',
  action: 'send',
  app: 'intake',
  messages: {
    refused: {
      summary: 'A message that was refused.',
      contentType: 'application/octet-stream',
      key: 'The original key, unless there is no room for it.',
      headers: {
        type: 'object',
        required: ['code', 'reason', 'topic', 'partition', 'offset'],
        properties: {
          code: text('A stable word for what is wrong.'),
          reason: text('What is wrong, and how to mend it.'),
          rows: text('Where only some rows were refused: these, up to 50, as a JSON list of {row, column, code, detail}.'),
          topic: text('Where it came from.'),
          partition: text('The partition, as a whole number.'),
          offset: text('The offset, as a whole number.'),
          'without-value': {
            const: 'too-large',
            description: 'There where the bytes were left out, for lack of room; they stand where they came from.',
          },
          'without-key': { const: 'too-large', description: 'There where the key was left out, too.' },
        },
      },
      payload: { description: 'The bytes as they came, whatever they are.' },
    },
  },
};

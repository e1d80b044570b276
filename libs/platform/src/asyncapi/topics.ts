import { eventSchemas } from '#libs/schemas';
import { STRUCTURED, structured } from './cloud-event.js';
import { observations, refused } from './observation-topics.js';
import { headersOf, ref, text, type TopicSaid } from './topic-said.js';

const ofStructured = { 'content-type': { const: STRUCTURED } };

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

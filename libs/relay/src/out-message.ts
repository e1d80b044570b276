import type { StoredEvent } from '#libs/event-store';
import { type OutMessage, structured } from '#libs/kafka';

const SOURCE = '/floor-targets/log';

/** An event of the log as others are told of it: under its own id, keyed by its stream, so that a stream stays in order. */
export function outMessage({ id, type, data, stream, version, position, recordedAt }: StoredEvent): OutMessage {
  const event = structured({
    id,
    source: SOURCE,
    type: `uk.floor-targets.${type}.v${versionOf(data)}`,
    subject: stream,
    time: recordedAt,
    data,
  });
  return { key: stream, value: event.value, headers: { ...event.headers, position, stream, version: String(version) } };
}

/** Every event says the version of its shape. */
const versionOf = (data: object): number => ('v' in data && typeof data.v === 'number' ? data.v : 1);

import type { CatalogueView } from '#libs/catalogue';
import { type Message, parseCloudEvent } from '#libs/kafka';
import { Refusal } from '#libs/kernel';
import { londonDate } from '#libs/platform/work';

/** The type of an event that brings observations. */
export const OBSERVATIONS_TYPE = 'uk.floor-targets.observations.v1';
const FEED = 'observations';
/** Brokers keep any number as a time: -1 for none, and what a producer counts in nanoseconds. */
const YEAR_10000_MS = Date.UTC(9999, 11, 31);

/** What a message states: observations as they are written, on a feed, released on a day. */
export interface ObservationMessage {
  readonly feed: string;
  readonly profileVersion: number;
  readonly released: string;
  readonly rows: readonly object[];
}

/** When messages came: by the clock, and on which day in London by the log. */
export interface MomentOfReceipt {
  readonly received: Date;
  readonly receivedOn: string;
}

/**
 * Reads a message, or says why nothing can be taken of it. It is released on the day of its event, and no later than on
 * the day of receipt: the days of the log may be a little behind the clock.
 */
export function readObservationMessage(
  message: Message,
  { received, receivedOn }: MomentOfReceipt,
  catalogue: CatalogueView,
): ObservationMessage | Refusal {
  const event = parseCloudEvent(message);
  if (event instanceof Refusal) return event;
  if (event.type !== OBSERVATIONS_TYPE)
    return new Refusal('unknown-type', `The event is a ${event.type.slice(0, 100)}; send observations as ${OBSERVATIONS_TYPE}.`);
  const feed = feedOf(event.extensions?.['feed'], catalogue);
  if (feed instanceof Refusal) return feed;
  const byClock = londonDate(received);
  const dated = datedOn(event.time, message.timestampMs) ?? receivedOn;
  if (dated > byClock)
    return new Refusal('not-yet-released', `The event is of ${dated}, after the day of receipt, ${byClock}; correct its time.`);
  const rows = rowsOf(event.data);
  return rows instanceof Refusal ? rows : { ...feed, released: dated < receivedOn ? dated : receivedOn, rows };
}

/** The day in London of the event's own time, else of the broker's; undefined where that is no moment that a date can be written of. */
function datedOn(time: string | undefined, brokerMs: number): string | undefined {
  if (time !== undefined) return londonDate(new Date(time));
  return brokerMs >= 0 && brokerMs < YEAR_10000_MS ? londonDate(new Date(brokerMs)) : undefined;
}

type FeedOf = Pick<ObservationMessage, 'feed' | 'profileVersion'>;

function feedOf(named: unknown, catalogue: CatalogueView): FeedOf | Refusal {
  const code = named === undefined ? FEED : String(named);
  const feed = catalogue.feed(code);
  if (!feed) return new Refusal('unknown-feed', `There is no feed called ${code.slice(0, 60)}; define it and send the message again.`);
  if (feed.format !== 'observations')
    return new Refusal('wrong-feed', `The feed ${code} takes files in the format ${feed.format}; name one that takes observations.`);
  if ((feed.profile['complete'] ?? 'none') !== 'none')
    return new Refusal(
      'complete-feed',
      `The releases of ${code} are complete, which a message cannot be; send a file, or name another feed.`,
    );
  return { feed: code, profileVersion: feed.profileVersion };
}

/** One observation, a list of them, or an object whose `observations` are one. */
function rowsOf(data: unknown): readonly object[] | Refusal {
  const all: unknown = isObject(data) && Object.hasOwn(data, 'observations') ? data['observations'] : isObject(data) ? [data] : data;
  const isList = Array.isArray(all) && all.length > 0 && all.every((one) => isObject(one) && !Object.hasOwn(one, 'observations'));
  return isList ? (all as object[]).map(flat) : notObservations;
}

/** The row as its line can be written: each value stands for itself when it is read again. */
const flat = (row: object): object => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, writable(value)]));

/** What a row nests is no value, however deep: an empty list stands for it. A number beyond all bounds would be written as null, a blank. */
function writable(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return [];
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const notObservations = new Refusal(
  'not-observations',
  'The data is neither an observation nor a list of them; write one object for each.',
);

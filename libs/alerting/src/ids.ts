import { v5 as uuid5 } from 'uuid';

const NAMESPACE = 'b3d5c0a6-5f0e-5c52-9a55-7d8f6f7a3f11';

/** The stream that keeps what one recipient is told of one step of an episode. */
export const alertStream = (episode: string, step: string, recipient: string): string => `alert-${episode}-${step}-${recipient}`;

/** The stream of an element's breaches in an area, whose state decides whether an alert is still of use. */
export const breachStreamOf = ({ target, element, area }: { target: string; element: string; area: string }): string =>
  `breach-${target}.${element}-${area}`;

/** The id under which the stream's alert is delivered, however often: a uuid5 of the stream's name. */
export const alertId = (stream: string): string => uuid5(stream, NAMESPACE);

/** The id of the stream's event number `version`: the same decision taken twice is the same event. */
export const alertEventId = (stream: string, version: number): string => uuid5(`${stream}#${version}`, NAMESPACE);

/** What the names of all streams of one step of an episode begin with, whoever the recipient is. */
export const alertsOf = (episode: string, step: string): string => `alert-${episode}-${step}-`;

/** The stream that says from where on breaches are told. */
export const ALERTING_STREAM = 'alerting';

/** The id of its only event. */
export const alertingBeganId = (): string => uuid5(ALERTING_STREAM, NAMESPACE);

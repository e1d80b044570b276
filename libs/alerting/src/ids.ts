import { v5 as uuid5 } from 'uuid';

const NAMESPACE = 'b3d5c0a6-5f0e-5c52-9a55-7d8f6f7a3f11';

/** The stream that keeps what one recipient is told of one step of an episode. */
export const alertStream = (episode: string, step: string, recipient: string): string => `alert-${episode}-${step}-${recipient}`;

/** The id under which the stream's alert is delivered, however often: a uuid5 of the stream's name. */
export const alertId = (stream: string): string => uuid5(stream, NAMESPACE);

/** The id of the stream's event number `version`: the same decision taken twice is the same event. */
export const alertEventId = (stream: string, version: number): string => uuid5(`${stream}#${version}`, NAMESPACE);

import type { Schema } from '#libs/schemas';

/** A message as AsyncAPI describes it; `key` is what its partition is chosen by. */
export interface MessageSaid {
  readonly summary: string;
  readonly contentType: string;
  readonly key: string;
  readonly headers: Schema;
  readonly payload: Schema;
  /** Messages as somebody might write them. */
  readonly examples?: readonly Schema[];
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

/** A schema of the document, by its name. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** A text, and what it holds. */
export const text = (description: string): Schema => ({ type: 'string', description });

/** Headers that are all there. */
export const headersOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

import { KafkaFault } from '#libs/kafka';

interface ClientError {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const REASONS: readonly [test: (error: ClientError) => boolean, says: string][] = [
  [
    ({ message = '' }) => /SASL mechanism|mechanism is not/.test(message),
    'it does not take this way of signing in: see which SASL mechanism it offers',
  ],
  [({ name }) => name === 'KafkaJSSASLAuthenticationError', 'it refused the user name or the password'],
  [({ type }) => type === 'GROUP_AUTHORIZATION_FAILED', 'our user may not READ this consumer group: an ACL is missing'],
  [
    ({ name }) => name === 'KafkaJSGroupCoordinatorNotFound',
    'no broker says who coordinates the consumer group: brokers are missing, or the ACL by which our user may READ the group',
  ],
  [({ type }) => type === 'TOPIC_AUTHORIZATION_FAILED', 'our user may not use this topic: an ACL is missing'],
  [({ type }) => type === 'CLUSTER_AUTHORIZATION_FAILED', 'our user may not do this on the cluster: an ACL is missing'],
  [({ message = '' }) => /certificate|self-signed/i.test(message), 'its certificate cannot be trusted: name the file of its authority'],
  [({ message = '' }) => /ECONNREFUSED/.test(message), 'nobody listens there (connection refused)'],
  [({ message = '' }) => /ENOTFOUND|EAI_AGAIN/.test(message), 'no such host is known'],
  [({ message = '' }) => /wrong version number|SSL|TLS|EPROTO/i.test(message), 'TLS did not come about: it may be off on its side'],
  // What the client makes of metadata that none of the brokers it knows has given.
  [({ name, message = '' }) => name === 'TypeError' && /^Cannot destructure property .* as it is null/.test(message), 'no broker answered'],
  [({ message = '' }) => /timeout|timed out|not connected/i.test(message), 'it did not answer in time'],
  [
    ({ message = '' }) => /Closed connection|socket hang up|ECONNRESET/i.test(message),
    'it closed the connection: it may be stopping, or want TLS or a sign-in',
  ],
  [
    ({ name }) => name === 'KafkaJSNotImplemented',
    'a message is compressed in a way that cannot be read: set compression.type=zstd on the topic',
  ],
];

/** What a person can make of a client's error, without secrets. */
export function plainReason(error: unknown): string {
  const chain = chainOf(error);
  for (const [test, says] of REASONS) if (chain.some(test)) return says;
  return (chain.at(-1)?.message ?? String(error)).slice(0, 500);
}

/** The kind of protocol error at the bottom of it, such as MESSAGE_TOO_LARGE. */
export function typeOf(error: unknown): string | undefined {
  return chainOf(error).find(({ type }) => type !== undefined)?.type;
}

/** A fault whose message says what was being done and what was in the way; a KafkaFault stays as it is. */
export function faultOf(doing: string, error: unknown): KafkaFault {
  return error instanceof KafkaFault ? error : new KafkaFault(`${doing}: ${plainReason(error)}.`, { cause: error });
}

/** An error and its causes, the outermost first. */
function chainOf(error: unknown, depth = 0): ClientError[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const { cause, errors = [] } = error as ClientError;
  return [error as ClientError, ...[cause, ...errors].flatMap((inner) => (inner === error ? [] : chainOf(inner, depth + 1)))];
}

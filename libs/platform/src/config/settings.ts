/** How one setting is read: its default, what it means, and what is wrong with a text (undefined: nothing). */
export interface Setting {
  readonly fallback: string | null;
  readonly says: string;
  readonly wrong: (text: string) => string | undefined;
  /** Whether its text is never repeated, in a message or a log. */
  readonly secret?: true;
}

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const whole =
  (min: number, max: number) =>
  (text: string): string | undefined =>
    /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? undefined : `must be a whole number from ${min} to ${max}`;
const matching =
  (pattern: RegExp, form: string) =>
  (text: string): string | undefined =>
    pattern.test(text) ? undefined : `must be ${form}`;
const url = (text: string): string | undefined =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? undefined : 'must be an http or https address';

const bytes = (fallback: number, min: number, says: string): Setting => ({
  fallback: String(fallback),
  says,
  wrong: whole(min, 1024 * GIB),
});

/** Every setting there is; a name that is not here is a mistake, and is said so at start. */
export const SETTINGS = {
  FLOOR_DATA_DIR: { fallback: null, says: 'the data folder; ./data/sample when not set', wrong: matching(/\S/, 'a folder') },
  FLOOR_HOST: { fallback: '127.0.0.1', says: 'the address to listen on', wrong: matching(/^[\w.:-]{1,253}$/, 'a host name or an address') },
  FLOOR_PORT: { fallback: '3000', says: 'the port to listen on; 0 takes any free one', wrong: whole(0, 65_535) },
  FLOOR_URL: { fallback: null, says: 'the running server that the command line talks to', wrong: url },
  FLOOR_TOKEN: {
    fallback: null,
    secret: true,
    says: 'the bearer token that the command line shows',
    wrong: matching(/^\S{1,500}$/, 'a token'),
  },
  FLOOR_ADMIN_TOKEN: {
    fallback: null,
    secret: true,
    says: 'the bearer token of the first administrator, the same for all apps on servers',
    wrong: matching(/^[\w-]{32,500}$/, 'a token of 32 letters, digits, - and _ or more'),
  },
  FLOOR_EVENTSTOREDB_URL: {
    fallback: null,
    secret: true,
    says: 'the connection string of EventStoreDB, with its credentials and TLS settings',
    wrong: matching(/^(esdb|kurrentdb)(\+discover)?:\/\/\S{1,2000}$/, 'a connection string such as esdb://user:password@host:2113'),
  },
  FLOOR_MONGODB_URL: {
    fallback: null,
    secret: true,
    says: 'the connection string of MongoDB, with its credentials and TLS settings',
    wrong: matching(/^mongodb(\+srv)?:\/\/\S{1,2000}$/, 'a connection string such as mongodb://user:password@host:27017'),
  },
  FLOOR_NAMESPACE: {
    fallback: 'floor',
    says: 'what our streams in EventStoreDB and our database in MongoDB are called',
    wrong: matching(/^[a-z][a-z0-9_]{0,30}$/, 'a small letter, then small letters, digits and _, 31 at most'),
  },
  FLOOR_KAFKA_BROKERS: {
    fallback: null,
    says: 'the addresses of Kafka, as host:port, with commas between them',
    wrong: matching(/^[\w.-]{1,253}:\d{1,5}(,[\w.-]{1,253}:\d{1,5}){0,19}$/, 'one or more of host:port, with commas between them'),
  },
  FLOOR_KAFKA_PREFIX: {
    fallback: null,
    says: 'what the names of our topics and consumer groups begin with; nothing when not set',
    wrong: matching(/^[A-Za-z0-9._-]{1,60}$/, 'letters, digits, dots, - and _, 60 at most'),
  },
  FLOOR_KAFKA_TLS: { fallback: 'off', says: 'whether Kafka is spoken to over TLS', wrong: matching(/^(on|off)$/, 'on or off') },
  FLOOR_KAFKA_CA_FILE: { fallback: null, says: "the file of Kafka's certificate authority, as PEM", wrong: matching(/\S/, 'a file') },
  FLOOR_KAFKA_SASL: {
    fallback: null,
    says: 'how we sign in to Kafka; not at all when not set',
    wrong: matching(/^(plain|scram-sha-256|scram-sha-512)$/, 'plain, scram-sha-256 or scram-sha-512'),
  },
  FLOOR_KAFKA_USER: { fallback: null, says: 'our user name at Kafka', wrong: matching(/^\S{1,200}$/, 'a user name') },
  FLOOR_KAFKA_PASSWORD: { fallback: null, secret: true, says: 'our password at Kafka', wrong: matching(/^.{1,500}$/, 'a password') },
  FLOOR_CONNECTIONS_PER_CLIENT: {
    fallback: '500',
    says: 'the most connections of one client address; behind a proxy, which is the one client there is, as many as it may open',
    wrong: whole(1, 4_000),
  },
  FLOOR_BODY_BYTES_MAX: bytes(4 * GIB, 1, 'the largest body of a push, as it comes'),
  FLOOR_DECODED_BYTES_MAX: bytes(16 * GIB, 1, 'the largest body of a push, unpacked'),
  FLOOR_LINE_BYTES_MAX: bytes(MIB, 100, 'the longest line of a pushed file'),
  FLOOR_ROWS_MAX: { fallback: '100000000', says: 'the most rows of one push', wrong: whole(1, 1e12) },
  FLOOR_PARTITION_BYTES: bytes(48 * MIB, MIB, 'the memory that rows of a push may take before they go to disk'),
  FLOOR_LOG: { fallback: 'text', says: 'how log lines are written', wrong: matching(/^(json|text)$/, 'json or text') },
  FLOOR_CLOCK_CONFIRMED: {
    fallback: null,
    says: 'after the clock jumped, or a long stop: the clock is right, and days up to this one may begin',
    wrong: matching(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-28'),
  },
  FLOOR_CLOCK_SKEW_SECONDS: {
    fallback: '0',
    says: 'for tests: how far the clock of this process is ahead of the machine, or behind it',
    wrong: matching(/^-?\d{1,6}$/, 'a whole number of seconds'),
  },
  FLOOR_FAULT: {
    fallback: null,
    says: 'for tests: the fault point at which the process is killed',
    wrong: matching(/^[a-z-]{1,40}(:[1-9]\d{0,8})?$/, 'a fault point, or one with a count, such as complete:2'),
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

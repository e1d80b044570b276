/** How one setting is read: its default, what it means, and what is wrong with a text (undefined: nothing). */
export interface Setting {
  readonly fallback: string | null;
  readonly says: string;
  readonly wrong: (text: string) => string | undefined;
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
  FLOOR_TOKEN: { fallback: null, says: 'the bearer token that the command line shows', wrong: matching(/^\S{1,500}$/, 'a token') },
  FLOOR_BODY_BYTES_MAX: bytes(4 * GIB, 1, 'the largest body of a push, as it comes'),
  FLOOR_DECODED_BYTES_MAX: bytes(16 * GIB, 1, 'the largest body of a push, unpacked'),
  FLOOR_LINE_BYTES_MAX: bytes(MIB, 100, 'the longest line of a pushed file'),
  FLOOR_ROWS_MAX: { fallback: '100000000', says: 'the most rows of one push', wrong: whole(1, 1e12) },
  FLOOR_PARTITION_BYTES: bytes(48 * MIB, MIB, 'the memory that rows of a push may take before they go to disk'),
  FLOOR_LOG: { fallback: 'text', says: 'how log lines are written', wrong: matching(/^(json|text)$/, 'json or text') },
  FLOOR_FAULT: {
    fallback: null,
    says: 'for tests: the fault point at which the process is killed',
    wrong: matching(/^[a-z-]{1,40}(:[1-9]\d{0,8})?$/, 'a fault point, or one with a count, such as complete:2'),
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

import { resolve } from 'node:path';
import type { KafkaSettings } from '#libs/kafka/kafkajs';
import { kafkaOf, type StoresKind, wantingOf } from './servers.js';
import { SETTINGS, type Setting, type SettingName } from './settings.js';

/** Where a fault is to strike: the nth time that the named point is passed. */
export interface Fault {
  readonly name: string;
  readonly nth: number;
}

/** Everything that can be set, checked and frozen; also the token under which it is injected. */
export class Config {
  declare readonly dataDir: string;
  /** Whether the data folder holds the made-up sample; every answer then says so. */
  declare readonly sample: boolean;
  declare readonly host: string;
  declare readonly port: number;
  declare readonly url: string | null;
  declare readonly token: string | null;
  /** How many connections one client address may have open. */
  declare readonly connectionsPerClient: number;
  declare readonly bodyBytesMax: number;
  declare readonly decodedBytesMax: number;
  declare readonly lineBytesMax: number;
  declare readonly rowsMax: number;
  declare readonly partitionBytes: number;
  declare readonly log: 'json' | 'text';
  declare readonly fault: Fault | null;
  /** For tests: how far this process' clock is off. */
  declare readonly clockSkewMs: number;
  /** A person has confirmed the clock up to this day, after a jump. */
  declare readonly clockConfirmed: string | null;
  /** `embedded`: SQLite and files in the data folder. `servers`: EventStoreDB, MongoDB and Kafka, and the data folder is for scratch. */
  declare readonly stores: StoresKind;
  /** Null on embedded stores, like the two after it. */
  declare readonly eventStoreDbUrl: string | null;
  declare readonly mongoDbUrl: string | null;
  declare readonly kafka: KafkaSettings | null;
  /** What our streams and our database are called on servers. */
  declare readonly namespace: string;
  /** The first administrator's, on servers; every app accepts it. */
  declare readonly adminToken: string | null;
}

/** A setting is wrong; the message names each one and says how to mend it. */
export class BadSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'BadSettings';
  }
}

/** The data folders of a start without FLOOR_DATA_DIR. */
export const SAMPLE_DIR = './data/sample';
export const OWN_DIR = './data/own';

/** What a start may ask for apart from the environment. */
export interface Wishes {
  /** An empty folder of one's own instead of the sample. */
  readonly empty?: boolean;
  readonly dataDir?: string;
  readonly port?: number;
  /** Which stores the app runs on; embedded unless it says so. */
  readonly stores?: StoresKind;
  /** Which settings it cannot do without on servers; those of an app unless it says so. */
  readonly needed?: readonly SettingName[];
  /** The app's own name, after which the folder of a start without FLOOR_DATA_DIR is called where there is no sample. */
  readonly app?: string;
}

/** The settings of this environment; throws BadSettings. Nothing else reads `process.env`. */
export function readConfig(wishes: Wishes = {}, env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const stores = wishes.stores ?? 'embedded';
  const of = (name: SettingName): string | null => textOf(env, name);
  const text = (name: SettingName): string => of(name) ?? '';
  const problems = [...unknown(env), ...wrong(env), ...wantingOf(stores, of, wishes.needed)];
  if (problems.length > 0) throw new BadSettings(problems);
  return freezeConfig({
    ...folderOf(wishes, of('FLOOR_DATA_DIR')),
    host: text('FLOOR_HOST'),
    port: wishes.port ?? Number(text('FLOOR_PORT')),
    url: of('FLOOR_URL'),
    token: of('FLOOR_TOKEN'),
    connectionsPerClient: Number(text('FLOOR_CONNECTIONS_PER_CLIENT')),
    bodyBytesMax: Number(text('FLOOR_BODY_BYTES_MAX')),
    decodedBytesMax: Number(text('FLOOR_DECODED_BYTES_MAX')),
    lineBytesMax: Number(text('FLOOR_LINE_BYTES_MAX')),
    rowsMax: Number(text('FLOOR_ROWS_MAX')),
    partitionBytes: Number(text('FLOOR_PARTITION_BYTES')),
    log: text('FLOOR_LOG') === 'json' ? 'json' : 'text',
    fault: faultOf(of('FLOOR_FAULT')),
    clockConfirmed: of('FLOOR_CLOCK_CONFIRMED'),
    clockSkewMs: Number(text('FLOOR_CLOCK_SKEW_SECONDS')) * 1000,
    stores,
    eventStoreDbUrl: of('FLOOR_EVENTSTOREDB_URL'),
    mongoDbUrl: of('FLOOR_MONGODB_URL'),
    kafka: kafkaOf(of),
    namespace: text('FLOOR_NAMESPACE'),
    adminToken: of('FLOOR_ADMIN_TOKEN'),
  });
}

/** The data folder, and whether it is the sample's: a folder that was named never is. */
function folderOf({ dataDir, empty, stores, app }: Wishes, set: string | null): Pick<Config, 'dataDir' | 'sample'> {
  const given = dataDir ?? set;
  const isSample = stores !== 'servers' && !empty;
  return {
    dataDir: resolve(given ?? (isSample ? SAMPLE_DIR : app === undefined ? OWN_DIR : `./data/${app}`)),
    sample: isSample && given === null,
  };
}

/** The values as a Config, frozen; the way to make one in a test or from what a thread was handed. */
export function freezeConfig(values: Config): Config {
  return Object.freeze(Object.assign(Object.create(Config.prototype) as Config, values));
}

/** An empty text is a setting left out: that is what `FLOOR_URL= npm start` means. */
const textOf = (env: Readonly<Record<string, string | undefined>>, name: SettingName): string | null =>
  env[name] || SETTINGS[name].fallback;

function unknown(env: Readonly<Record<string, string | undefined>>): string[] {
  const names = Object.keys(env).filter((name) => name.startsWith('FLOOR_') && !Object.hasOwn(SETTINGS, name));
  return names.map((name) => `${name} is not a setting; there are ${Object.keys(SETTINGS).join(', ')}.`);
}

function wrong(env: Readonly<Record<string, string | undefined>>): string[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  return names.flatMap((name) => {
    const problem = env[name] ? SETTINGS[name].wrong(env[name]) : undefined;
    const { secret } = SETTINGS[name] as Setting;
    const shown = secret ? 'what it is' : `"${env[name]?.slice(0, 60)}"`;
    return problem === undefined ? [] : [`${name} ${problem}, not ${shown}: it is ${SETTINGS[name].says}.`];
  });
}

function faultOf(text: string | null): Fault | null {
  const [name, nth = '1'] = text?.split(':') ?? [];
  return name ? { name, nth: Number(nth) } : null;
}

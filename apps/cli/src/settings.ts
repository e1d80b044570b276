import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { OWN_DIR, readConfig, SAMPLE_DIR, type StoreSettings } from '#libs/platform';
import type { DataDirs } from './server/reach.js';

/** What the command line takes from its surroundings; nothing else here reads `process.env`. */
export interface Settings {
  readonly url: string | null;
  readonly token: string | null;
  readonly dirs: DataDirs;
  /** The stores on servers, where settings name them; null where all lies in a data folder. */
  readonly servers: StoreSettings | null;
  /** Where the command was typed: files are named from there. */
  readonly here: string;
  readonly debug: boolean;
}

const STORES = ['FLOOR_EVENTSTOREDB_URL', 'FLOOR_MONGODB_URL'] as const;

/** The settings of this environment; throws BadSettings. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const { FLOOR_DEBUG, ...rest } = env;
  const areOnServers = STORES.some((name) => rest[name]);
  const config = readConfig(areOnServers ? { stores: 'servers', needed: STORES } : {}, rest);
  // npm runs scripts in the project's root and says where it was called.
  const here = env['npm_lifecycle_event'] === 'floor' ? env['INIT_CWD'] : undefined;
  return {
    url: config.url,
    token: config.token,
    dirs: env['FLOOR_DATA_DIR'] ? { named: config.dataDir } : { own: resolve(OWN_DIR), sample: resolve(SAMPLE_DIR) },
    servers: areOnServers ? config : null,
    here: here ?? process.cwd(),
    debug: Boolean(FLOOR_DEBUG),
  };
}

/** A file as the user named it, from where the command was typed; throws where there is none. */
export function fileAt(here: string, name: string): string {
  const path = resolve(here, name);
  if (!existsSync(path)) throw Object.assign(new Error(`${name} does not exist`), { code: 'ENOENT', path: name });
  return path;
}

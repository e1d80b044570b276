import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { openBlobStore, openEventStore, openReadStore, type StoreSettings } from '#libs/platform';
import { type OnVerified, type Verification, verify } from '#libs/verification';
import { CannotDo } from '../cannot-do.js';
import type { DataDirs } from '../server/reach.js';
import type { Settings } from '../settings.js';
import { count } from '../show/cells.js';
import type { Terminal } from '../terminal.js';

const SHOWN = 50;

/** Where it is looked, as the answer names it. */
type Place = { readonly folder: string } | { readonly namespace: string };

/** Verifies a data folder or what lies on servers, also while apps work on it: 0 when all is as it should be, 1 when something differs. */
export async function verifyStores({ dirs, servers }: Pick<Settings, 'dirs' | 'servers'>, terminal: Terminal): Promise<0 | 1> {
  const stores = servers ?? embeddedIn(folderOf(dirs));
  const watching = terminal.watched ? progress() : undefined;
  const found = await verifyThese(stores, watching?.onVerified).finally(() => watching?.stop());
  if (servers !== null && found.clean && found.events === 0) throw nothingOnServers(servers);
  const place: Place = servers === null ? { folder: stores.dataDir } : { namespace: servers.namespace };
  terminal.answer({ ...place, ...found }, (answer) => textOf(answer));
  return found.clean ? 0 : 1;
}

const embeddedIn = (dataDir: string): StoreSettings => ({ dataDir, eventStoreDbUrl: null, mongoDbUrl: null, namespace: '' });

const nothingOnServers = ({ namespace }: StoreSettings): CannotDo =>
  new CannotDo(`There is no log to verify under the name ${namespace} in EventStoreDB: set FLOOR_NAMESPACE as the apps have it.`);

function folderOf(dirs: DataDirs): string {
  const folder = 'named' in dirs ? dirs.named : [dirs.own, dirs.sample].find((dir) => existsSync(join(dir, 'log.sqlite')));
  if (folder !== undefined && existsSync(join(folder, 'log.sqlite'))) return folder;
  throw new CannotDo(`There is no log to verify in ${folder ?? ('own' in dirs ? dirs.own : '')}: set FLOOR_DATA_DIR to the data folder.`);
}

async function verifyThese(stores: StoreSettings, onVerified?: OnVerified): Promise<Verification> {
  const damaged: string[] = [];
  const open: { close(): Promise<void> }[] = [];
  const opened = async <Store extends { close(): Promise<void> }>(opening: Promise<Store>): Promise<Store | undefined> => {
    const store = await opening.catch((error: unknown) => void damaged.push(damageSentence(error)));
    if (store) open.push(store);
    return store ?? undefined;
  };
  try {
    const events = await opened(openEventStore(stores, { now: () => new Date() }));
    const documents = hasReadModels(stores) ? await opened(openReadStore(stores)) : undefined;
    const bodies = await opened(openBlobStore(stores));
    if (!events || !bodies) return { ...NOTHING_SEEN, differences: damaged };
    const found = await verify({ events, documents, bodies }, onVerified);
    return { ...found, clean: found.clean && damaged.length === 0, differences: [...damaged, ...found.differences] };
  } finally {
    for (const store of open) await store.close();
  }
}

const NOTHING_SEEN = { clean: false, events: 0, submissions: 0, bodies: 0, unnamed: 0, chained: 0, position: '' };

/** In a data folder they may have been removed, to be made again by the next start. */
const hasReadModels = ({ dataDir, mongoDbUrl }: StoreSettings): boolean => mongoDbUrl !== null || existsSync(join(dataDir, 'read.sqlite'));

/** A file that cannot even be opened is the first thing that differs; any other error is thrown. */
function damageSentence(error: unknown): string {
  const { message, name } = error as Error;
  if (name === 'LogDamaged' || name === 'ReadModelsDamaged') return message;
  throw error;
}

function progress(): { onVerified: OnVerified; stop: () => void } {
  const bar = new SingleBar(
    { format: '{phase}: {value}', stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(Number.MAX_SAFE_INTEGER, 0, { phase: 'log' });
  return { onVerified: (phase, done) => bar.update(done, { phase }), stop: () => bar.stop() };
}

function textOf({ clean, differences, ...found }: Verification & Place): string {
  const seen = seenText(found);
  if (clean) return `All is as it should be: ${seen}.`;
  const more = differences.length > SHOWN ? [`... and ${count(differences.length - SHOWN)} more; --json shows all.`] : [];
  return [`Not all is as it should be: ${seen}.`, ...differences.slice(0, SHOWN).map((line) => `- ${line}`), ...more].join('\n');
}

function seenText({
  events,
  submissions,
  bodies,
  unnamed,
  chained,
  ...place
}: Omit<Verification, 'clean' | 'differences'> & Place): string {
  const where = 'folder' in place ? place.folder : `the namespace ${place.namespace}`;
  const more = unnamed === 0 ? '' : ` (and ${count(unnamed)} that no event names)`;
  return `${count(events)} events, ${count(submissions)} submissions (${count(chained)} completions chained), ${count(bodies)} bodies${more} in ${where}`;
}

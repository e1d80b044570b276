// npm run test:servers: finds or starts the servers, runs the suites that need them, and says at the end what could not be had.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { Containers } from './containers.ts';
import { find, type Found, type Kind, KINDS, type Wanting } from './find-servers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What the caller does without: these need not be real. */
function withoutOf(text: string | undefined): Set<Kind> {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const strange = names.filter((name) => !Object.hasOwn(KINDS, name));
  if (strange.length > 0) throw new Error(`FLOOR_WITHOUT names ${strange.join(', ')}; there are ${Object.keys(KINDS).join(', ')}.`);
  return new Set(names as Kind[]);
}

/** The suites that cannot run without a server. */
const NEED: Readonly<Record<Kind, string>> = {
  eventstoredb: '/test/|/libs/(event-store|verification)/',
  kafka: '/test/|/libs/(kafka|relay)/|/channels/kafka/',
  mongodb: '/test/|/libs/(read-store|blob-store|mongodb|event-feed|verification)/',
};
const leftOut = (wanting: readonly Wanting[]): string[] => wanting.map(({ kind }) => `--testPathIgnorePatterns=${NEED[kind]}`);

/** The suites, against these servers. */
async function suites(found: readonly Found[], args: readonly string[]): Promise<number> {
  const addresses = Object.fromEntries(found.map(({ kind, address }) => [KINDS[kind].variable, address]));
  // FLOOR_ is for settings of the product, and its apps say so of any other name.
  const { FLOOR_WITHOUT: _, ...env } = process.env;
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules/jest/bin/jest.js')];
  const child = spawn(process.execPath, [...flags, '--config', 'test/servers/jest.config.mjs', ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...env, ...addresses, REAL_SERVERS: found.flatMap(({ kind, isReal }) => (isReal ? [kind] : [])).join() },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

const isWanting = (one: Found | Wanting): one is Wanting => 'why' in one;

/** What lacks for a run that shows everything; undefined where nothing does. MongoDB's protocol is what can be had without containers; our own stand-in for the log proves less. */
function lacking(one: Found | Wanting): string | undefined {
  if (isWanting(one)) return `not to be had: ${one.why}`;
  return one.kind === 'eventstoredb' && !one.isReal ? `a real one was not to be had; name it in ${KINDS[one.kind].variable}` : undefined;
}

/** Says what was used and what is missing; gives the kinds that are missing and not excused. */
function account(all: readonly (Found | Wanting)[], without: ReadonlySet<Kind>): Kind[] {
  say('\nServers of this run:');
  const missing: Kind[] = [];
  for (const one of all) {
    if (!isWanting(one)) say(`  ${one.kind.padEnd(13)} ${one.how}`);
    const lack = lacking(one);
    if (lack === undefined) continue;
    say(`  ${one.kind.padEnd(13)} ${lack}${without.has(one.kind) ? ' (FLOOR_WITHOUT allows it)' : ''}`);
    if (!without.has(one.kind)) missing.push(one.kind);
  }
  return missing;
}

const without = withoutOf(process.env['FLOOR_WITHOUT']);
const containers = await Containers.atHand();
say(containers ? 'Starting servers in containers ...' : 'No container runtime answers: starting what the scripts can ...');
const all = await Promise.all((Object.keys(KINDS) as Kind[]).map((kind) => find(kind, containers)));
const found = all.filter((one): one is Found => !isWanting(one));
const wanting = all.filter(isWanting);
let code = 1;
try {
  const isExcused = wanting.every(({ kind }) => without.has(kind));
  if (isExcused) code = await suites(found, [...leftOut(wanting), ...process.argv.slice(2)]);
} finally {
  await Promise.all(found.map((one) => one.stop()));
}
process.exit(account(all, without).length > 0 ? 1 : code);

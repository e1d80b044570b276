import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Containers } from './containers.ts';

/** The servers that the product runs on; each has a variable that may name one that is there already. */
export const KINDS = {
  eventstoredb: { variable: 'EVENTSTOREDB_URL', stand: 'the protocol server of the test tree' },
  kafka: { variable: 'KAFKA_BROKERS', stand: null },
  mongodb: { variable: 'MONGODB_URL', stand: 'a server that speaks the wire protocol of MongoDB' },
} as const;
export type Kind = keyof typeof KINDS;

/** How a server was come by. */
export interface Found {
  readonly kind: Kind;
  readonly address: string;
  readonly how: string;
  /** False where something else stands in for the server itself. */
  readonly isReal: boolean;
  stop(): Promise<void>;
}

/** A server that could not be had, and why. */
export interface Wanting {
  readonly kind: Kind;
  readonly why: string;
}

const START_MS_MAX = 300_000;

/** Finds a server: the one that the environment names, else in a container, else by the script of the test tree. */
export async function find(kind: Kind, containers: Containers | undefined): Promise<Found | Wanting> {
  const { variable, stand } = KINDS[kind];
  const named = process.env[variable];
  if (named) return { kind, address: named, how: `named by ${variable}`, isReal: true, stop: async () => undefined };
  if (containers) {
    const { address, image, stop } = await containers.start(kind);
    return { kind, address, how: `in a container, ${image}`, isReal: true, stop };
  }
  try {
    const { address, about, stop } = await script(kind);
    return { kind, address, how: about ?? stand ?? 'by its script', isReal: stand === null, stop };
  } catch (error) {
    return { kind, why: error instanceof Error ? error.message : String(error) };
  }
}

interface Script {
  readonly address: string;
  readonly about: string | undefined;
  readonly stop: () => Promise<void>;
}

/** Runs `test/servers/<kind>/main.ts` until it says, in one line of JSON, where it listens. */
async function script(kind: Kind): Promise<Script> {
  const main = join(import.meta.dirname, kind, 'main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)));
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line') as Promise<[string]>;
  const ended = once(child, 'exit').then(() => undefined);
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX);
  const line = await Promise.race([first, ended]);
  clearTimeout(late);
  if (line === undefined) throw new Error(said.trim() || `${kind}'s script ended before its server answered.`);
  const { url, brokers, about } = JSON.parse(line[0]) as { url?: string; brokers?: string; about?: string };
  return { address: (url ?? brokers)!, about, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await once(child, 'exit');
  clearTimeout(late);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CannotDo } from '../cannot-do.js';
import { FloorServer } from './floor-server.js';
import { dropOldToken, holderOfFolder } from './held-folder.js';

const LOOK_MS = 50;
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 30_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The standalone app, as the build lays it beside this one. */
export const STANDALONE = fileURLToPath(new URL('../../../standalone/src/main.js', import.meta.url));

/** Starts a server on the data folder for as long as the work takes: on a port of its own, for this machine alone. */
export async function withOwnServer<Result>(dataDir: string, work: (server: FloorServer) => Promise<Result>): Promise<Result> {
  dropOldToken(dataDir); // Nobody holds the folder: what lies there is of a server that is gone.
  const child = spawn(process.execPath, [STANDALONE], {
    env: { ...process.env, FLOOR_DATA_DIR: dataDir, FLOOR_PORT: '0', FLOOR_DEBUG: undefined, FLOOR_URL: undefined, FLOOR_TOKEN: undefined },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // Ctrl-C is ours to handle: it stops when it is told to, with nothing half done.
  });
  const giveUp = (): void => {
    child.kill('SIGTERM'); // What was accepted is finished by the next start.
    process.exit(130);
  };
  for (const signal of SIGNALS) process.once(signal, giveUp);
  try {
    return await work(await answering(child, dataDir));
  } finally {
    for (const signal of SIGNALS) process.off(signal, giveUp);
    await stopped(child);
  }
}

async function answering(child: ChildProcess, dataDir: string): Promise<FloorServer> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  for (const until = Date.now() + START_MS_MAX; Date.now() < until; await wait(LOOK_MS)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new CannotDo(whyItEnded(said, dataDir));
    const held = holderOfFolder(dataDir);
    if (held?.url && held.token !== null && held.pid === child.pid) return new FloorServer(held.url, held.token);
  }
  throw new CannotDo(
    `No server came up on ${dataDir} within ${START_MS_MAX / 1000} seconds: start one with npm start and look at what it says.`,
  );
}

/** What it said for people is one line; a fault's stack is not shown. */
function whyItEnded(said: string, dataDir: string): string {
  const lines = said.trim().split('\n');
  const why = lines.length === 1 && lines[0] !== '' ? `: ${lines[0]}` : '; start one with npm start and look at what it says.';
  return `No server could be started on ${dataDir}${why}`;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await gone;
  clearTimeout(late);
}

// Where things are, and how a step is run: what the other scripts share. Node 20, built-ins only.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project's root folder. */
export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

/** A path inside the project. */
export const at = (...parts) => join(root, ...parts);

/** The Node that the project runs on: the pinned one, or the caller's own where that is new enough. */
export function nodeBinary() {
  const pinned = at('node_modules', '.bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error('Node 24 was not found: on this platform, install Node 24 or later and try again.');
}

/** The environment of a step: the pinned Node comes first on the path. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${at('node_modules', '.bin')}:${process.env.PATH ?? ''}`, ...extra };
}

/** Runs a command in the project's root and gives its exit code; a signal counts as 128 and more, as in a shell. */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment(), ...options });
    child.once('error', failed);
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

const PARENT_LOOK_MS = 250;

/**
 * npm runs a script in a shell, and a SIGTERM at npm ends that shell alone: the script is told nothing, and has another
 * parent from then on. Without npm a script may outlive the shell that it was started from.
 */
function onLostNpm(lost) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const look = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(look);
    lost();
  }, PARENT_LOOK_MS).unref();
}

/** Runs a command whose end is this script's end: signals are passed on, the end of npm too, and its exit code is ours. */
export async function become(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment(), ...options });
  // At a terminal Ctrl-C reaches the child too; passing it on would be a second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  onLostNpm(() => child.kill('SIGTERM'));
  const code = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (exit, signal) => done(exit ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  process.exit(code);
}

/** The hash of a file's bytes; empty where there is none. */
export function hashOfFile(path) {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
}

/** Every file under a folder, without hidden ones; a file gives itself, a missing path nothing. */
export function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return void (yield path);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const inside = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(inside);
    else yield inside;
  }
}

/** One hash over names, sizes and times of change: cheap, and it differs when a file was touched. */
export function stampOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of [...filesUnder(at(path))].sort()) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** Ends the script with one plain sentence. */
export function give(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

// Installs what package-lock.json names, unless that is there already.
import { readFileSync, writeFileSync } from 'node:fs';
import { at, give, hashOfFile, run } from './project.mjs';

const lockfile = at('package-lock.json');
const stamp = at('node_modules', '.floor-stamp');

/** Makes `node_modules` what the lockfile says; at once when it is so. All its words go to standard error. */
export async function setup() {
  if (read(stamp) === hashOfFile(lockfile)) return;
  process.stderr.write('Installing what the lockfile names (once, about half a minute) ...\n');
  const before = readFileSync(lockfile, 'utf8');
  const code = await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (code !== 0) give('The packages could not be installed: see the lines above, then try again.');
  const after = readFileSync(lockfile, 'utf8');
  // Other versions of npm write other flags; what must not change is what was installed.
  if (after !== before) writeFileSync(lockfile, before);
  if (pinned(after) !== pinned(before))
    give('npm installed other versions than package-lock.json names: run `npm install`, look at the difference, commit it.');
  writeFileSync(stamp, hashOfFile(lockfile));
}

/** What a lockfile installs: each place with its version and hash; leftovers that nothing asks for are not counted. */
const pinned = (text) =>
  JSON.stringify(
    Object.entries(JSON.parse(text).packages)
      .filter(([, { extraneous }]) => !extraneous)
      .map(([path, { version, integrity }]) => [path, version, integrity])
      .sort(),
  );

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // No stamp yet: install.
  }
}

if (process.argv[1]?.endsWith('/setup.mjs')) await setup();

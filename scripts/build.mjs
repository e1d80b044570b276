// TypeScript to dist/, with the templates and data that stand beside the sources.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { at, filesUnder, give, nodeBinary, root, run, stampOf } from './project.mjs';
import { setup } from './setup.mjs';

const stampFile = at('dist', '.build-stamp');
const inputs = ['apps', 'libs', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];

/** Makes `dist/` what the sources say; at once when nothing changed since. All its words go to standard error. */
export async function build({ again = false } = {}) {
  const stamp = stampOf(...inputs);
  if (!again && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('Building ...\n');
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--tsBuildInfoFile', 'dist/build.tsbuildinfo'];
  if ((await run(nodeBinary(), args, { stdio: ['ignore', 2, 2] })) !== 0) give('The build failed: see the lines above.');
  copyAssets();
  dropLeftovers();
  writeFileSync(stampFile, stamp);
}

const isSource = (file) => /\.(ts|md)$/.test(file);

/** Templates, profiles and lists: whatever is not compiled and stands beside the sources. */
function copyAssets() {
  for (const folder of ['apps', 'libs']) {
    for (const file of filesUnder(at(folder))) {
      if (isSource(file) || !relative(root, file).includes('/src/')) continue;
      const copy = at('dist', relative(root, file));
      if (existsSync(copy) && statSync(copy).mtimeMs >= statSync(file).mtimeMs) continue;
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
    }
  }
}

/** What was built from a source that is gone would go on being run. */
function dropLeftovers() {
  for (const folder of ['apps', 'libs']) {
    for (const file of filesUnder(at('dist', folder))) {
      const source = at(relative(at('dist'), file));
      if (!existsSync(source) && !existsSync(source.replace(/\.js(\.map)?$/, '.ts'))) rmSync(file);
    }
  }
}

if (process.argv[1]?.endsWith('/build.mjs')) {
  await setup();
  await build({ again: process.argv.includes('--again') });
}

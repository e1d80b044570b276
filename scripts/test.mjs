// npm test: Jest over the sources; the end-to-end tests run what was built.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from './build.mjs';
import { nodeBinary, at, run, stampOf } from './project.mjs';
import { setup } from './setup.mjs';
import { hasPublished, NO_PUBLISHED } from '../test/published.mjs';

const passed = at('node_modules', '.floor-tests-passed');
const tree = () => stampOf('apps', 'libs', 'test', 'scripts', 'package.json', 'package-lock.json', 'jest.config.mjs', 'tsconfig.json');

/** Whether all tests passed on the sources as they stand, so that `check` need not run them a second time. */
export const alreadyPassed = () => existsSync(passed) && readFileSync(passed, 'utf8') === tree();

/** Runs Jest and gives its exit code. */
export async function test(args, options = {}) {
  await setup();
  await build();
  const before = tree();
  if (!hasPublished) process.stderr.write(`${NO_PUBLISHED}\n`);
  // Jest loads ES modules behind this flag; the warning about it tells a reader nothing.
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const code = await run(nodeBinary(), [...node, at('node_modules/jest/bin/jest.js'), ...args], options);
  const narrowed = args.some(
    (arg, i) => !arg.startsWith('--json') && !arg.startsWith('--outputFile') && !args[i - 1]?.startsWith('--outputFile'),
  );
  if (code === 0 && !narrowed) writeFileSync(passed, before);
  return code;
}

if (process.argv[1]?.endsWith('/test.mjs')) process.exit(await test(process.argv.slice(2)));

// npm run check: types, lint, format, import rules, unused code, tidiness, tests. Every step runs, whatever the others say.
import { at, environment, nodeBinary, root } from './project.mjs';
import { setup } from './setup.mjs';
import { alreadyPassed } from './test.mjs';
import { spawn } from 'node:child_process';

const bin = (name, path) => [at('node_modules', name, path)];
const cache = 'node_modules/.cache';
const sources = ['apps', 'libs', 'test'];

const steps = [
  ['types', [...bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json', '--tsBuildInfoFile', `${cache}/types.tsbuildinfo`]],
  ['lint', [...bin('eslint', 'bin/eslint.js'), '.', '--cache', '--cache-location', `${cache}/eslint`, '--max-warnings', '0']],
  [
    'format',
    [
      ...bin('prettier', 'bin/prettier.cjs'),
      '--check',
      '--log-level',
      'warn',
      '.',
      '--cache',
      '--cache-location',
      `${cache}/floor-prettier`,
    ],
  ],
  [
    'imports',
    [
      ...bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      ...sources,
    ],
  ],
  ['unused', [...bin('knip', 'bin/knip.js'), '--no-progress']],
  ['tidy', [at('scripts/tidy.mjs')]],
  ['tests', [at('scripts/test.mjs')]],
];

/** Runs a step and keeps what it said, which is shown only when it failed. */
function take([name, args]) {
  const since = Date.now();
  return new Promise((done) => {
    const child = spawn(nodeBinary(), args, { cwd: root, env: environment({ FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }) });
    const said = [];
    child.stdout.on('data', (chunk) => said.push(chunk));
    child.stderr.on('data', (chunk) => said.push(chunk));
    child.once('close', (code) => {
      const result = { name, ok: code === 0, seconds: (Date.now() - since) / 1000, note: '' };
      if (!result.ok) process.stdout.write(`\n${name} failed:\n${Buffer.concat(said).toString()}\n`);
      done(result);
    });
  });
}

/** Two at a time for the steps that only look; the tests, which want the machine, come alone and last. */
async function takeAll(wanted) {
  const results = [];
  const looking = wanted.filter(([name]) => name !== 'tests');
  await Promise.all(
    [0, 1].map(async () => {
      for (let step = looking.shift(); step; step = looking.shift()) results.push(await take(step));
    }),
  );
  const tests = wanted.find(([name]) => name === 'tests');
  if (tests && alreadyPassed()) results.push({ name: 'tests', ok: true, seconds: 0, note: '(passed on this very tree)' });
  else if (tests) results.push(await take(tests));
  return results;
}

await setup();
const asked = process.argv.slice(2);
const results = await takeAll(asked.length === 0 ? steps : steps.filter(([name]) => asked.includes(name)));
process.stdout.write('\n');
for (const { name, ok, seconds, note } of results) {
  process.stdout.write(`${name.padEnd(10)} ${(ok ? 'ok' : 'FAILED').padEnd(8)} ${seconds.toFixed(1).padStart(6)} s ${note}\n`);
}
process.exit(results.length > 0 && results.every(({ ok }) => ok) ? 0 : 1);

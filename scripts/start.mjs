// npm start: everything that is missing first, then every context in one process.
import { build } from './build.mjs';
import { at, become, environment, nodeBinary } from './project.mjs';
import { setup } from './setup.mjs';

await setup();
await build();
// Three threads share the process: without these two, idle room in their heaps is most of what it holds.
const lean = { flags: ['--max-semi-space-size=8'], env: { MALLOC_ARENA_MAX: '1', ...environment() } };
await become(nodeBinary(), ['--enable-source-maps', ...lean.flags, at('dist/apps/standalone/src/main.js'), ...process.argv.slice(2)], {
  env: lean.env,
});

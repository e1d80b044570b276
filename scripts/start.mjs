// npm start: everything that is missing first, then every context in one process.
import { build } from './build.mjs';
import { at, become, nodeBinary } from './project.mjs';
import { setup } from './setup.mjs';

await setup();
await build();
await become(nodeBinary(), [
  '--enable-source-maps',
  '--max-semi-space-size=8',
  at('dist/apps/standalone/src/main.js'),
  ...process.argv.slice(2),
]);

// npm run bench: how fast, measured side by side in one run.
import { build } from './build.mjs';
import { at, become, nodeBinary } from './project.mjs';
import { setup } from './setup.mjs';

await setup();
await build();
await become(nodeBinary(), ['--disable-warning=ExperimentalWarning', at('test/bench/main.ts'), ...process.argv.slice(2)]);

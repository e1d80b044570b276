// npm run floor -- <command>: the command line. Standard output belongs to the command alone.
import { build } from './build.mjs';
import { at, become, nodeBinary } from './project.mjs';
import { setup } from './setup.mjs';

await setup();
await build();
// Files are named as seen from where the command was typed, not from the project's root.
await become(nodeBinary(), [at('dist/apps/cli/src/main.js'), ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() });

// npm run test:servers: the suites that need EventStoreDB, Kafka and MongoDB, on whatever of them can be had.
import { build } from './build.mjs';
import { at, become, nodeBinary } from './project.mjs';
import { setup } from './setup.mjs';

await setup();
await build();
await become(nodeBinary(), ['--disable-warning=ExperimentalWarning', at('test/servers/main.ts'), ...process.argv.slice(2)]);

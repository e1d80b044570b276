import 'reflect-metadata';
import { run } from '#libs/platform';

await run({ app: 'relay', contexts: [], thread: new URL('./thread.js', import.meta.url), threads: ['readers'] });

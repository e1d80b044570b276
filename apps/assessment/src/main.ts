import 'reflect-metadata';
import { run } from '#libs/platform';

await run({ app: 'assessment', contexts: [], thread: new URL('./thread.js', import.meta.url), threads: ['readers'] });

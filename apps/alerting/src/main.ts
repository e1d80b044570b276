import 'reflect-metadata';
import { AlertingModule } from '#libs/alerting';
import { run } from '#libs/platform';

await run({ app: 'alerting', contexts: [AlertingModule], thread: new URL('./thread.js', import.meta.url), threads: ['readers'] });

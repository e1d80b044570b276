import 'reflect-metadata';
import { CatalogueModule } from '#libs/catalogue';
import { IntakeFormatsModule, IntakeModule } from '#libs/intake';
import { run } from '#libs/platform';

await run({
  app: 'intake',
  contexts: [IntakeFormatsModule, CatalogueModule, IntakeModule],
  thread: new URL('./thread.js', import.meta.url),
  threads: ['intake'],
});

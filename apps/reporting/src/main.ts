import 'reflect-metadata';
import { CatalogueModule } from '#libs/catalogue';
import { IntakeFormatsModule } from '#libs/intake';
import { run } from '#libs/platform';
import { ReportingModule } from '#libs/reporting';

await run({
  app: 'reporting',
  contexts: [IntakeFormatsModule, CatalogueModule, ReportingModule],
  thread: new URL('./thread.js', import.meta.url),
  threads: ['readers'],
});

import 'reflect-metadata';
import { AlertingModule } from '#libs/alerting';
import { CatalogueModule } from '#libs/catalogue';
import { IntakeFormatsModule, IntakeModule } from '#libs/intake';
import { run } from '#libs/platform';
import { ReportingModule } from '#libs/reporting';
import { fillSample } from './fill-sample.js';

await run({
  contexts: [IntakeFormatsModule, CatalogueModule, IntakeModule, ReportingModule, AlertingModule],
  thread: new URL('./thread.js', import.meta.url),
  whenUp: fillSample,
});

import 'reflect-metadata';
import { CatalogueViewModule } from '#libs/catalogue/view';
import { runThread } from '#libs/platform/work';

/** Each thread loads only what it does: three threads' worth of everything would be most of the memory used. */
await runThread({
  intake: async () => [CatalogueViewModule, (await import('#libs/intake/work')).IntakeWorkModule],
  readers: async () => [
    CatalogueViewModule,
    (await import('#libs/reporting/work')).ReportingWorkModule,
    (await import('#libs/assessment')).AssessmentWorkModule,
    (await import('#libs/alerting/work')).AlertingWorkModule,
  ],
});

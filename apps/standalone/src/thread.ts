import 'reflect-metadata';
import { AlertingWorkModule } from '#libs/alerting';
import { AssessmentWorkModule } from '#libs/assessment';
import { CatalogueViewModule } from '#libs/catalogue';
import { IntakeWorkModule } from '#libs/intake';
import { runThread } from '#libs/platform';
import { ReportingWorkModule } from '#libs/reporting';

await runThread({
  intake: [CatalogueViewModule, IntakeWorkModule],
  readers: [CatalogueViewModule, ReportingWorkModule, AssessmentWorkModule, AlertingWorkModule],
});

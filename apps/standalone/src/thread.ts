import 'reflect-metadata';
import { AlertingWorkModule } from '#libs/alerting';
import { AssessmentWorkModule } from '#libs/assessment';
import { CatalogueModule } from '#libs/catalogue';
import { IntakeWorkModule } from '#libs/intake';
import { runThread } from '#libs/platform';
import { ReportingWorkModule } from '#libs/reporting';

await runThread({
  intake: [CatalogueModule, IntakeWorkModule],
  readers: [CatalogueModule, ReportingWorkModule, AssessmentWorkModule, AlertingWorkModule],
});

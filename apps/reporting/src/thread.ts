import 'reflect-metadata';
import { CatalogueViewModule } from '#libs/catalogue/view';
import { runThread } from '#libs/platform/work';
import { ReportingWorkModule } from '#libs/reporting/work';

await runThread({ readers: async () => [CatalogueViewModule, ReportingWorkModule] });

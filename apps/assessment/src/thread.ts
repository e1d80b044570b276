import 'reflect-metadata';
import { AssessmentWorkModule } from '#libs/assessment';
import { CatalogueViewModule } from '#libs/catalogue/view';
import { runThread } from '#libs/platform/work';

await runThread({ readers: async () => [CatalogueViewModule, AssessmentWorkModule] });

import 'reflect-metadata';
import { AlertingWorkModule } from '#libs/alerting/work';
import { CatalogueViewModule } from '#libs/catalogue/view';
import { KafkaModule, runThread } from '#libs/platform/work';

await runThread({ readers: async () => [KafkaModule, CatalogueViewModule, AlertingWorkModule] });

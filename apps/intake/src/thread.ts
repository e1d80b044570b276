import 'reflect-metadata';
import { CatalogueViewModule } from '#libs/catalogue/view';
import { IntakeWorkModule } from '#libs/intake/work';
import { KafkaModule, runThread } from '#libs/platform/work';

await runThread({ intake: async () => [KafkaModule, CatalogueViewModule, IntakeWorkModule] });

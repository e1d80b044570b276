import 'reflect-metadata';
import { KafkaModule, runThread } from '#libs/platform/work';
import { RelayWorkModule } from '#libs/relay';

await runThread({ readers: async () => [KafkaModule, RelayWorkModule] });

import { type FactoryProvider, Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Kafka } from '#libs/kafka';
import { Config } from '../config/config.js';
import { reach } from './servers.js';

const kafka: FactoryProvider<Kafka> = {
  provide: Kafka,
  inject: [Config],
  useFactory: async ({ kafka: settings }: Config) => {
    if (settings === null) throw new Error('An app that lists Kafka among its parts runs on servers.');
    const { KafkaJsKafka } = await import('#libs/kafka/kafkajs');
    const logger = new Logger('Kafka');
    const client = new KafkaJsKafka(settings, { log: (level, text) => logger[level](text) });
    await reach('FLOOR_KAFKA_BROKERS', () => client.ping());
    return client;
  },
};

/** Kafka, for the threads that take from it or publish to it: a context that finds it injected uses it. */
@Global()
@Module({ providers: [kafka], exports: [Kafka] })
export class KafkaModule implements OnApplicationShutdown {
  constructor(@Inject(Kafka) private readonly client: Kafka) {}

  /** After every module has let go of it. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

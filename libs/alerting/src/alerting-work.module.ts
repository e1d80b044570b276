import { join } from 'node:path';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Catalogue, CatalogueViewModule } from '#libs/catalogue/view';
import { ProcessTime } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Kafka } from '#libs/kafka';
import { Clock } from '#libs/kernel';
import { Config, FaultPoints, FeedReaders } from '#libs/platform/work';
import { ReadStore } from '#libs/read-store';
import { AlertRecorder } from './alert-recorder.js';
import { AlertSender } from './alert-sender.js';
import { AlertingReader } from './alerting-reader.js';
import { AlertsReader } from './alerts-reader.js';
import { Channel } from './channel.js';
import { KafkaChannel } from './channels/kafka/kafka-channel.js';
import { LogChannel } from './channels/log/log-channel.js';
import { SenderLoop } from './sender-loop.js';

/** Alerting at work: the readers that record what is due, and the sender that delivers it. */
@Module({
  imports: [CatalogueViewModule],
  providers: [
    {
      provide: Channel,
      // Platform gives a house its Kafka or none; alerting takes what it finds there.
      useFactory: ({ dataDir }: Config, kafka?: Kafka) =>
        kafka ? new KafkaChannel(kafka) : new LogChannel(join(dataDir, 'alerts.ndjson')),
      inject: [Config, { token: Kafka, optional: true }],
    },
    {
      provide: AlertRecorder,
      useFactory: (...[store, catalogue, clock]: ConstructorParameters<typeof AlertRecorder>) => new AlertRecorder(store, catalogue, clock),
      inject: [EventStore, Catalogue, Clock],
    },
    {
      provide: AlertSender,
      useFactory: (store: EventStore, recorder: AlertRecorder, channel: Channel, clock: Clock, faults: FaultPoints) =>
        new AlertSender({ store, recorder, channel, clock, time: new ProcessTime(), faults }),
      inject: [EventStore, AlertRecorder, Channel, Clock, FaultPoints],
    },
    SenderLoop,
  ],
})
export class AlertingWorkModule implements OnModuleInit {
  constructor(
    private readonly readers: FeedReaders,
    private readonly recorder: AlertRecorder,
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {}

  onModuleInit(): void {
    this.readers.add(new AlertingReader(this.recorder));
    this.readers.add(new AlertsReader(this.readStore, this.catalogue));
  }
}

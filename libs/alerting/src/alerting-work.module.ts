import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Catalogue } from '#libs/catalogue';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Config, FaultPoints, FeedReaders } from '#libs/platform';
import { ReadStore } from '#libs/read-store';
import { AlertSender } from './alert-sender.js';
import { AlertingReader } from './alerting-reader.js';
import { AlertsReader } from './alerts-reader.js';
import { Channel } from './channel.js';
import { LogChannel } from './channels/log/log-channel.js';
import { SenderLoop } from './sender-loop.js';

/** Alerting at work: the readers that record what is due, and the sender that delivers it. */
@Module({
  providers: [
    { provide: Channel, useFactory: ({ dataDir }: Config) => new LogChannel(join(dataDir, 'alerts.ndjson')), inject: [Config] },
    {
      provide: AlertSender,
      useFactory: (...parts: ConstructorParameters<typeof AlertSender>) => new AlertSender(...parts),
      inject: [EventStore, ReadStore, Channel, Clock, FaultPoints],
    },
    SenderLoop,
  ],
})
export class AlertingWorkModule {
  constructor(readers: FeedReaders, store: EventStore, readStore: ReadStore, catalogue: Catalogue, clock: Clock) {
    readers.add(new AlertingReader(store, readStore, catalogue, clock));
    readers.add(new AlertsReader(readStore));
  }
}

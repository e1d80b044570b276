import type { StoredEvent } from '#libs/event-store';
import { EventStoreDbEventStore } from '#libs/event-store/eventstoredb';
import { type KafkaMessage, Kafka, logLevel, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { ProtocolServer } from '../../servers/eventstoredb/protocol-server.ts';
import { KafkaServer } from '../../servers/kafka/kafka-server.ts';
import { MongoServer } from '../../servers/mongodb/mongo-server.ts';
import { TcpProxy } from '../../servers/proxy/tcp-proxy.ts';
import { ServersHouse } from '../../house/servers-house.ts';
import { differencesOnServers } from '../verified.ts';
import { FarEnd } from './far-end.ts';

/** One observation as a producer sends it. */
export interface Sent {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number;
}

/** Five apps on servers of their own, which can be killed and cut off, with somebody at the far end of each topic. */
export class Town {
  readonly kafka = new KafkaServer();
  readonly mongo = new MongoServer();
  readonly log = new ProtocolServer();
  house!: ServersHouse;
  proxy!: TcpProxy;
  alerts!: FarEnd;
  events!: FarEnd;
  refused!: FarEnd;
  private producer!: Producer;

  async start(env: Readonly<Record<string, string>> = {}): Promise<this> {
    await Promise.all([this.kafka.start(), this.mongo.start(), this.log.start()]);
    this.proxy = await TcpProxy.to({ host: '127.0.0.1', port: Number(/:(\d+)/.exec(this.log.url.slice('esdb://'.length))![1]) });
    const eventStoreDb = this.log.url.replace(/:\d+/, `:${this.proxy.port}`);
    this.house = new ServersHouse({ eventStoreDb, kafka: this.kafka.brokers, mongoDb: this.mongo.url }, env);
    await this.house.start();
    const hear = (topic: string): Promise<FarEnd> => new FarEnd(this.kafka.brokers, this.topic(topic)).start();
    [this.alerts, this.events, this.refused] = await Promise.all([
      hear('breach-alerts'),
      hear('floor-events'),
      hear('indicator-observations-refused'),
    ]);
    const client = new Kafka({
      clientId: 'team',
      brokers: [this.kafka.brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 50, maxRetryTime: 2_000 },
    });
    this.producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
    await this.producer.connect();
    return this;
  }

  topic(name: string): string {
    return `${this.house.namespace}.${name}`;
  }

  /** Sends observations, one message for each list, keyed by the area of its first. */
  async send(...messages: readonly (readonly Sent[])[]): Promise<void> {
    await this.sendRaw(messages.map((sent) => ({ key: sent[0]!.area, ...eventOf(sent) })));
  }

  /** Sends what may be no observations at all. */
  async sendRaw(
    messages:
      | readonly Pick<KafkaMessage, 'value' | 'headers'>[]
      | readonly { key: string | null; value: Buffer | string; headers?: Record<string, string> }[],
  ): Promise<void> {
    await this.producer.send({ topic: this.topic('indicator-observations'), messages: messages as never });
  }

  /** Every event of the log, by stream; read past the apps, by the event store alone. */
  async wholeLog(): Promise<Map<string, StoredEvent[]>> {
    const store = await EventStoreDbEventStore.open(this.log.url, this.house.namespace);
    const all: StoredEvent[] = [];
    for (let page = await store.readAll('', 1_000); page.length > 0; page = await store.readAll(all.at(-1)!.position, 1_000))
      all.push(...page);
    await store.close();
    return Map.groupBy(all, ({ stream }) => stream);
  }

  /** What verification finds wrong, past the proxy, while the apps run. */
  differences(): Promise<readonly string[]> {
    return differencesOnServers({ eventStoreDb: this.log.url, mongoDb: this.mongo.url }, this.house.namespace);
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.alerts?.stop(), this.events?.stop(), this.refused?.stop(), this.producer?.disconnect()]);
    await this.house?.remove();
    await this.proxy?.close();
    await Promise.all([this.kafka.remove(), this.mongo.remove(), this.log.stop()]);
  }
}

/** A message of observations: a CloudEvent in structured mode. */
export function eventOf(data: readonly Sent[], time = '2026-01-15T09:00:00Z'): { value: string; headers: Record<string, string> } {
  const event = { specversion: '1.0', id: randomUUID(), source: 'urn:test', type: 'uk.floor-targets.observations.v1', time };
  return {
    value: JSON.stringify({ ...event, datacontenttype: 'application/json', data }),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

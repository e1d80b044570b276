import type { BreachEvent } from '#libs/assessment';
import type { Catalogue } from '#libs/catalogue';
import type { EventStore, StoredEvent } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { NoFaults } from '#libs/platform';
import type { ReadStore } from '#libs/read-store';
import { AlertRecorder } from '../alert-recorder.js';
import { AlertSender } from '../alert-sender.js';
import { AlertingReader } from '../alerting-reader.js';
import { ALERTS, AlertsReader } from '../alerts-reader.js';
import { type Alert, Channel, type Delivered, type NotDelivered } from '../channel.js';
import type { AlertDocument } from '../domain/alert-document.js';
import { RetryAlert, RetryAlertHandler } from '../retry-alert.js';
import { aTarget, aTell } from './fixtures.js';

class SetClock extends Clock {
  ms = Date.parse('2004-06-02T09:00:00Z');
  now(): Date {
    return new Date(this.ms);
  }
}

/** Monotonic time that stands still until it is moved. */
class SetTime {
  private ms = 0;
  nowMs = (): number => this.ms;
  pass(ms: number): void {
    this.ms += ms;
  }
}

class FakeChannel extends Channel {
  readonly name = 'fake';
  readonly dropsRepeats = false;
  readonly delivered: Alert[] = [];
  answer: Delivered | NotDelivered = { delivered: true, repeat: false };
  async deliver(alert: Alert): Promise<Delivered | NotDelivered> {
    this.delivered.push(alert);
    return this.answer;
  }
}

/** What a channel answers that is down. */
export const DOWN: NotDelivered = { delivered: false, error: 'disk full', retryable: true };
/** An area in the North East, until it is moved. */
export const NEWCASTLE = 'E08000021';
/** The episode of a scene's steps, unless another is named. */
export const EPISODE = '11111111-1111-5111-8111-111111111111';

/** A catalogue in which the areas' regions can be changed. */
class FakeCatalogue {
  readonly regions = new Map([[NEWCASTLE, 'E12000001']]);
  position = 'p1';
  upToDate = async () => ({
    position: this.position,
    area: (code: string) => ({ code, name: `name of ${code}` }),
    parentOf: (code: string, type: string) =>
      type === 'region' ? this.regions.get(code) : code === 'E92000001' || this.regions.has(code) ? 'E92000001' : undefined,
    target: () => aTarget,
    indicator: () => ({ name: 'Burglaries' }),
  });
  move(area: string, region: string): void {
    this.regions.set(area, region);
    this.position += '1';
  }
}

/** How a spec opens stores, which a context must not choose. */
export interface Stores {
  readonly events: (clock: Clock) => EventStore;
  readonly documents: () => ReadStore;
}

/** Alerting on a log in memory, with clocks that are moved, a channel that may fail and areas that may move. */
export class Scene {
  readonly clock = new SetClock();
  readonly time = new SetTime();
  readonly channel = new FakeChannel();
  readonly catalogue = new FakeCatalogue();
  store!: EventStore;
  sender!: AlertSender;
  /** How many streams were read. */
  reads = 0;
  private ids = 0;

  constructor(private readonly stores: Stores) {}

  /** Alerting that has begun on an empty log. */
  static async begun(stores: Stores): Promise<Scene> {
    const scene = new Scene(stores);
    scene.emptyLog();
    await scene.recorder().newsFrom();
    scene.sender = scene.aSender();
    return scene;
  }

  /** A log on which nothing has happened. */
  emptyLog(): void {
    const store = (this.store = this.stores.events(this.clock));
    const readMany = store.readMany.bind(store);
    store.readMany = (...asked) => {
      this.reads += asked[0].length;
      return readMany(...asked);
    };
  }

  recorder(): AlertRecorder {
    return new AlertRecorder(this.store, this.catalogue as unknown as Catalogue, this.clock);
  }

  /** Another sender, or the same after a restart: it knows what is in the log. */
  aSender(faults = new NoFaults()): AlertSender {
    const { store, channel, clock, time } = this;
    return new AlertSender({ store, recorder: this.recorder(), channel, clock, time, faults });
  }

  /** Appends a step of an episode. */
  async step(type: BreachEvent['type'] | 'BreachSuperseded', area = NEWCASTLE, episode = EPISODE): Promise<void> {
    const stream = `breach-C00.floor-${area}`;
    const [version] = await this.store.versions([stream]);
    const id = `22222222-2222-4222-8222-${String(this.ids++).padStart(12, '0')}`;
    await this.store.append(stream, version!, [{ id, type, data: { ...aTell({ area }).breach, episode } }]);
  }

  /** Lets the reader `alerting` read the whole log, as after a rebuild. */
  async read(): Promise<void> {
    await new AlertingReader(this.recorder()).apply(await this.store.readAll('', 1000, ['breach']));
  }

  async confirm(area = NEWCASTLE, episode = EPISODE): Promise<void> {
    await this.step('BreachConfirmed', area, episode);
    await this.read();
  }

  /** A person has the one alert of the read model retried, or another. */
  async retry(id?: string, region: string | null = null): Promise<unknown> {
    const readStore = await this.readModel();
    const { items } = await readStore.find<AlertDocument>(ALERTS.name, { limit: 1 });
    const answer = await new RetryAlertHandler(this.store, readStore, this.clock).execute(
      new RetryAlert(id ?? items[0]!.id, 'Ann', region),
    );
    await readStore.close();
    return answer;
  }

  alerts(): Promise<StoredEvent[]> {
    return this.store.readAll('', 1000, ['alert']);
  }

  async types(): Promise<string[]> {
    return (await this.alerts()).map(({ type }) => type);
  }

  /** The alerts as `GET /alerts` shows them. */
  async documents(): Promise<readonly AlertDocument[]> {
    const readStore = await this.readModel();
    const { items } = await readStore.find<AlertDocument>(ALERTS.name, { limit: 10 });
    await readStore.close();
    return items;
  }

  private async readModel(): Promise<ReadStore> {
    const readStore = this.stores.documents();
    await readStore.define([ALERTS]);
    await readStore.write(await new AlertsReader(readStore, this.catalogue as unknown as Catalogue).apply(await this.alerts()));
    return readStore;
  }

  /** Both clocks go on. */
  later(ms: number): void {
    this.clock.ms += ms;
    this.time.pass(ms);
  }
}

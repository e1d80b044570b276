import type { BreachEvent } from '#libs/assessment';
import type { Catalogue } from '#libs/catalogue';
import { type EventStore, type StoredEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { Clock } from '#libs/kernel';
import { NoFaults } from '#libs/platform';
import type { ReadStore } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { AlertSender } from './alert-sender.js';
import { AlertingReader } from './alerting-reader.js';
import { ALERTS, AlertsReader } from './alerts-reader.js';
import { type Alert, Channel, type Delivered, type NotDelivered } from './channel.js';
import type { AlertDocument } from './domain/alert-document.js';
import { aTarget, aTell } from './testing/fixtures.js';

class SetClock extends Clock {
  ms = Date.parse('2004-06-02T09:00:00Z');
  now(): Date {
    return new Date(this.ms);
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

const parents: Readonly<Record<string, string>> = { region: 'E12000001', country: 'E92000001' };
const view = {
  area: (code: string) => ({ code, name: code === 'E12000001' ? 'North East' : 'Newcastle upon Tyne' }),
  parentOf: (code: string, type: string) =>
    code === 'E08000021' ? parents[type] : code === 'E92000001' && type === 'country' ? code : undefined,
  target: () => aTarget,
  indicator: () => ({ name: 'Burglaries' }),
};
const catalogue = { upToDate: async () => view } as unknown as Catalogue;

const stream = 'breach-C00.floor-E08000021';
const breach = (more: Partial<Parameters<typeof aTell>[0]> = {}): BreachEvent => ({ type: 'BreachConfirmed', data: aTell(more).breach });
const id = (n: number): string => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`;

describe('alerting', () => {
  let clock: SetClock;
  let store: EventStore;
  let readStore: ReadStore;
  let channel: FakeChannel;
  let sender: AlertSender;

  beforeEach(async () => {
    clock = new SetClock();
    store = new SqliteEventStore(':memory:', clock);
    readStore = new SqliteReadStore(':memory:');
    await readStore.define([ALERTS]);
    channel = new FakeChannel();
    sender = new AlertSender(store, readStore, channel, clock, new NoFaults());
  });
  afterEach(async () => {
    await store.close();
    await readStore.close();
  });

  const confirm = async (event = breach()): Promise<StoredEvent[]> => {
    await store.append(stream, 0, [{ id: id(1), ...event }]);
    const events = await store.read({ stream });
    await new AlertingReader(store, catalogue, clock).apply(events);
    return events;
  };
  const project = async (): Promise<void> =>
    readStore.write(await new AlertsReader(readStore).apply(await store.readAll('', 100, ['alert'])));
  const types = async (): Promise<string[]> => (await store.readAll('', 100, ['alert'])).map(({ type }) => type);

  it('records one alert for a confirmed breach, however often it reads of it', async () => {
    const events = await confirm();
    await new AlertingReader(store, catalogue, clock).apply([...events, ...events]);
    expect(await types()).toEqual(['AlertDue']);
    expect((await store.readAll('', 1, ['alert']))[0]).toMatchObject({
      stream: 'alert-11111111-1111-5111-8111-111111111111-confirmed-E12000001',
      data: { recipient: 'E12000001', breach: { regionName: 'North East' } },
    });
  });

  it('says nothing of suspected breaches', async () => {
    await confirm({ type: 'BreachSuspected', data: aTell().breach });
    expect(await types()).toEqual([]);
  });

  it('tells the country of a breach in no region, and parks one that nobody can be told of', async () => {
    await confirm(breach({ area: 'E92000001' }));
    expect((await store.readAll('', 1, ['alert']))[0]).toMatchObject({ data: { recipient: 'E92000001' } });
    await expect(
      new AlertingReader(store, catalogue, clock).apply([
        { ...(await store.read({ stream }))[0]!, data: breach({ area: 'X00000000' }).data },
      ]),
    ).rejects.toThrow('Nobody can be told');
  });

  it('delivers what is due, and records that it was sent', async () => {
    await confirm();
    await project();
    expect(await sender.sendDue()).toBe(1);
    expect(await types()).toEqual(['AlertDue', 'AlertSent']);
    await project();
    expect((await readStore.find<AlertDocument>(ALERTS.name, { limit: 10 })).items[0]).toMatchObject({
      state: 'sent',
      channel: 'fake',
      version: 2,
    });
  });

  it('has nothing to send after a rebuild, while the read model still says due', async () => {
    await confirm();
    await project();
    await sender.sendDue();
    expect(await sender.sendDue()).toBe(0); // The document is from before; the stream decides.
    expect(channel.delivered).toHaveLength(1);
  });

  it('delivers again under the same id what was delivered just before a crash', async () => {
    await confirm();
    await project();
    const killed = new AlertSender(store, readStore, channel, clock, {
      hit: () => {
        throw new Error('killed');
      },
    });
    await expect(killed.sendDue()).rejects.toThrow('killed');
    expect(await sender.sendDue()).toBe(1);
    expect(new Set(channel.delivered.map(({ alert }) => alert)).size).toBe(1);
  });

  it('tries again after a failure, but not at once, and gives up when told that it makes no sense', async () => {
    await confirm();
    await project();
    channel.answer = { delivered: false, error: 'disk full', retryable: true };
    await sender.sendDue();
    expect(await sender.sendDue()).toBe(0);
    clock.ms += 1000;
    channel.answer = { delivered: false, error: 'no such recipient', retryable: false };
    expect(await sender.sendDue()).toBe(1);
    clock.ms += 3_600_000;
    expect(await sender.sendDue()).toBe(0);
    await project();
    expect((await readStore.find<AlertDocument>(ALERTS.name, { limit: 10 })).items[0]).toMatchObject({
      state: 'failed',
      attempts: 2,
      lastError: 'no such recipient',
    });
  });
});

import { Logger } from '@nestjs/common';
import type { Catalogue } from '#libs/catalogue';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { ALERTS, AlertsReader } from './alerts-reader.js';
import { EPISODE, NEWCASTLE, Scene, type Stores } from './testing/scene.js';

Logger.overrideLogger(false); // What it warns of is asserted by its issues.

const stores: Stores = { events: (clock) => new SqliteEventStore(':memory:', clock), documents: () => new SqliteReadStore(':memory:') };

describe('alerting', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.begun(stores);
  });
  afterEach(() => scene.store.close());

  it('records one alert for a confirmed breach, however often it scene.reads of it', async () => {
    await scene.confirm();
    await scene.read();
    await scene.read();
    expect(await scene.types()).toEqual(['AlertDue']);
    expect((await scene.alerts())[0]).toMatchObject({
      stream: `alert-${EPISODE}-confirmed-E12000001`,
      data: { recipient: 'E12000001', breach: { regionName: 'name of E12000001' } },
    });
  });

  it('says nothing of suspected breaches', async () => {
    await scene.step('BreachSuspected');
    await scene.read();
    await scene.sender.sendDue();
    expect(await scene.types()).toEqual([]);
  });

  it('tells the country of a breach in no region', async () => {
    await scene.confirm('E92000001');
    expect((await scene.alerts())[0]).toMatchObject({ data: { recipient: 'E92000001' } });
  });

  it('delivers what is due, and records that it was sent', async () => {
    await scene.confirm();
    expect(await scene.sender.sendDue()).toBe(1);
    expect(await scene.types()).toEqual(['AlertDue', 'AlertSent']);
    expect((await scene.documents())[0]).toMatchObject({ state: 'sent', channel: 'fake', version: 2 });
    expect(await scene.sender.sendDue()).toBe(0);
    expect(await scene.aSender().sendDue()).toBe(0); // Another, or one that starts anew, finds nothing to do in the log.
  });

  it('delivers again under the same id what was delivered just before a crash', async () => {
    await scene.confirm();
    const killed = scene.aSender({
      hit: () => {
        throw new Error('killed');
      },
    });
    await expect(killed.sendDue()).rejects.toThrow('killed');
    expect(await scene.sender.sendDue()).toBe(1);
    expect(new Set(scene.channel.delivered.map(({ alert }) => alert)).size).toBe(1);
    expect(scene.channel.delivered).toHaveLength(2);
  });

  describe('derives what is due from the log (design 4.9)', () => {
    it('so a breach that the reader never came to is told, without any read model', async () => {
      await scene.step('BreachConfirmed');
      await scene.sender.sendDue();
      scene.later(3_000); // The reader has the first word.
      await scene.sender.sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertSent']);
    });

    it('and a reader that begins again from the start repeats nothing, also when the area has moved to another region', async () => {
      await scene.confirm();
      await scene.sender.sendDue();
      scene.catalogue.move(NEWCASTLE, 'E12000002');
      await scene.read();
      scene.later(5_000);
      await scene.aSender().sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertSent']);
    });

    it('and does not tell history to a new alerting on an old log', async () => {
      await scene.store.close();
      scene.emptyLog();
      await scene.step('BreachConfirmed');
      await scene.recorder().newsFrom();
      await scene.step('BreachConfirmed', 'E92000001', '11111111-1111-5111-8111-111111111112');
      await scene.read();
      await scene.aSender().sendDue();
      expect(scene.channel.delivered.map(({ recipient }) => recipient)).toEqual(['E92000001']);
    });

    it('and goes on where one left off that knew no AlertingBegan: with the first breach that it told', async () => {
      const due = (await scene.confirm(), await scene.alerts())[0]!;
      await scene.store.close();
      scene.emptyLog();
      await scene.step('BreachConfirmed', 'E92000001', '11111111-1111-5111-8111-111111111110'); // History then, and for good.
      await scene.step('BreachConfirmed');
      await scene.store.append(due.stream, 0, [{ id: due.id, type: due.type, data: due.data }]);
      await scene.step('BreachConfirmed', 'E92000001', '11111111-1111-5111-8111-111111111112'); // Lost with the read model of then.
      const upgraded = scene.aSender();
      await upgraded.sendDue();
      scene.later(3_000);
      await upgraded.sendDue();
      expect(scene.channel.delivered.map(({ episode }) => episode.slice(-2)).sort()).toEqual(['11', '12']);
    });
  });

  it('lets the alert of an area that moved be found in its new region, live and rebuilt, and keeps whom it was told to', async () => {
    await scene.confirm();
    const readStore = stores.documents();
    await readStore.define([ALERTS]);
    const reader = new AlertsReader(readStore, scene.catalogue as unknown as Catalogue);
    const readAll = async (): Promise<unknown> => {
      for (const event of await scene.store.readAll('', 100, reader.categories)) await readStore.write(await reader.apply([event]));
      return (await readStore.find(ALERTS.name, { limit: 10 })).items;
    };
    expect(await readAll()).toMatchObject([{ region: 'E12000001', recipient: 'E12000001' }]);
    scene.catalogue.move(NEWCASTLE, 'E12000002');
    await scene.store.append('catalogue-areas', 0, [{ id: '33333333-3333-4333-8333-333333333333', type: 'AreasImported', data: {} }]);
    const stood = await readAll();
    expect(stood).toMatchObject([{ region: 'E12000002', recipient: 'E12000001' }]);
    await readStore.drop([ALERTS.name], []);
    expect(await readAll()).toEqual(stood);
    await readStore.close();
  });

  describe('of a breach that comes back under its id, for a withdrawal was undone (design 4.9)', () => {
    it('sends what was dropped meanwhile, once', async () => {
      await scene.confirm();
      await scene.step('BreachWithdrawn');
      await scene.sender.sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertDropped']);
      await scene.read(); // While it is gone nothing is due.
      await scene.confirm();
      await scene.read();
      await scene.sender.sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertDropped', 'AlertDue', 'AlertSent']);
      expect((await scene.documents())[0]).toMatchObject({ state: 'sent', version: 4, droppedFor: null });
    });

    it('not while it is only suspected again, whether it was dropped or is still due', async () => {
      await scene.confirm();
      await scene.step('BreachWithdrawn');
      await scene.step('BreachSuspected');
      await scene.sender.sendDue();
      await scene.read();
      await scene.sender.sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertDropped']);
    });

    it('sends nothing twice, and waits for nothing, where it was told before', async () => {
      await scene.confirm();
      await scene.sender.sendDue();
      await scene.step('BreachWithdrawn');
      await scene.confirm();
      await scene.sender.sendDue();
      scene.later(60_000);
      await scene.sender.sendDue();
      await scene.aSender().sendDue();
      expect([await scene.types(), scene.sender.issues()]).toEqual([['AlertDue', 'AlertSent'], []]);
    });

    it('sends it to the region that the area lies in by then', async () => {
      await scene.confirm();
      await scene.step('BreachWithdrawn');
      await scene.sender.sendDue();
      scene.catalogue.move(NEWCASTLE, 'E12000002');
      await scene.confirm();
      await scene.sender.sendDue();
      expect(scene.channel.delivered.map(({ recipient }) => recipient)).toEqual(['E12000002']);
    });
  });

  describe('in an area of no region', () => {
    const LOST = 'E08000099';

    it('holds up no other, shows in health, and tells as soon as the scene.catalogue knows one', async () => {
      await scene.step('BreachConfirmed', LOST, '11111111-1111-5111-8111-111111111112');
      await scene.confirm();
      await scene.sender.sendDue();
      expect(scene.channel.delivered).toHaveLength(1);
      scene.later(3_000);
      await scene.sender.sendDue();
      expect(scene.sender.issues()).toMatchObject([{ severity: 'degraded', code: 'alerts-waiting' }]);
      expect(scene.sender.issues()[0]!.text).toContain(LOST);
      scene.catalogue.move(LOST, 'E12000003');
      await scene.sender.sendDue();
      expect(scene.channel.delivered.at(-1)).toMatchObject({ recipient: 'E12000003', breach: { area: LOST } });
      expect(scene.sender.issues()).toEqual([]);
    });

    it('is remembered by the log when everything else is gone', async () => {
      await scene.confirm(LOST);
      scene.catalogue.move(LOST, 'E12000003');
      const fresh = scene.aSender();
      await fresh.sendDue();
      scene.later(3_000);
      await fresh.sendDue();
      expect(scene.channel.delivered).toHaveLength(1);
    });

    it('is no issue any more once its breach has ended', async () => {
      await scene.confirm(LOST);
      await scene.step('BreachWithdrawn', LOST);
      await scene.sender.sendDue();
      scene.later(60_000);
      await scene.sender.sendDue();
      expect(scene.sender.issues()).toEqual([]);
    });
  });
});

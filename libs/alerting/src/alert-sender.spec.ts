import { Logger } from '@nestjs/common';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { DOWN, NEWCASTLE, Scene, type Stores } from './testing/scene.js';

Logger.overrideLogger(false); // What it warns of is asserted by its issues.

const stores: Stores = { events: (clock) => new SqliteEventStore(':memory:', clock), documents: () => new SqliteReadStore(':memory:') };

describe('the sender of alerts', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.begun(stores);
  });
  afterEach(() => scene.store.close());

  describe('looks at the breach as it stands before it sends (design 4.9)', () => {
    for (const [type, reason] of [
      ['BreachWithdrawn', 'withdrawn'],
      ['BreachCleared', 'cleared'],
      ['BreachSuperseded', 'superseded'],
    ] as const) {
      it(`and drops the alert of one that was ${reason} meanwhile`, async () => {
        await scene.confirm();
        await scene.step(type);
        await scene.sender.sendDue();
        expect(scene.channel.delivered).toEqual([]);
        expect(await scene.types()).toEqual(['AlertDue', 'AlertDropped']);
        expect(await scene.documents()).toMatchObject([{ state: 'dropped', droppedFor: reason }]);
        expect(await scene.aSender().sendDue()).toBe(0);
      });
    }

    it('also when it ended before its alert was recorded', async () => {
      await scene.step('BreachConfirmed');
      await scene.step('BreachWithdrawn');
      await scene.read();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertDropped']);
    });

    it('while it waits for its next attempt', async () => {
      await scene.confirm();
      scene.channel.answer = DOWN;
      await scene.sender.sendDue();
      await scene.step('BreachWithdrawn');
      scene.later(1_000);
      await scene.sender.sendDue();
      expect(await scene.types()).toEqual(['AlertDue', 'AlertFailed', 'AlertDropped']);
      expect(scene.sender.issues()).toEqual([]);
    });

    it('and tells one that is recovering or relapsed', async () => {
      await scene.confirm();
      await scene.step('BreachRecovering');
      await scene.step('BreachRelapsed');
      await scene.sender.sendDue();
      expect(scene.channel.delivered).toHaveLength(1);
    });
  });

  describe('with a scene.channel that fails', () => {
    it('tries again after a failure, but not at once, and shows state, attempts, error and next attempt', async () => {
      await scene.confirm();
      scene.channel.answer = DOWN;
      await scene.sender.sendDue();
      expect(await scene.sender.sendDue()).toBe(0);
      expect((await scene.documents())[0]).toMatchObject({
        state: 'due',
        attempts: 1,
        lastError: 'disk full',
        nextAttempt: '2004-06-02T09:00:01.000Z',
      });
      expect(scene.sender.issues()).toMatchObject([{ severity: 'degraded', code: 'alerts-undelivered' }]);
      scene.later(1_000);
      scene.channel.answer = { delivered: true, repeat: false };
      expect(await scene.sender.sendDue()).toBe(1);
      await scene.sender.sendDue();
      expect(scene.sender.issues()).toEqual([]);
    });

    it('gives up when told that it makes no sense, and keeps that in health', async () => {
      await scene.confirm();
      scene.channel.answer = { delivered: false, error: 'no such recipient', retryable: false };
      await scene.sender.sendDue();
      scene.later(3_600_000);
      expect(await scene.sender.sendDue()).toBe(0);
      expect(await scene.documents()).toMatchObject([{ state: 'failed', lastError: 'no such recipient', nextAttempt: null }]);
      expect(scene.sender.issues()).toMatchObject([{ code: 'alerts-failed' }]);
    });

    describe('and gave up', () => {
      const REFUSES = { delivered: false, error: 'no such recipient', retryable: false } as const;
      beforeEach(async () => {
        await scene.confirm();
        scene.channel.answer = REFUSES;
        await scene.sender.sendDue();
      });

      it('tries again when a person says so, whichever sender is at work by then', async () => {
        expect(scene.sender.issues()[0]!.text).toMatch(/floor alerts retry ID/);
        expect(await scene.retry()).toMatchObject({ state: 'due' });
        expect((await scene.alerts()).at(-1)).toMatchObject({ type: 'AlertRetried', data: { by: 'Ann' } });
        expect(await scene.documents()).toMatchObject([{ state: 'due', attempts: 0, nextAttempt: null }]);
        expect(await scene.sender.sendDue()).toBe(1);
        expect(await scene.types()).toEqual(['AlertDue', 'AlertFailed', 'AlertRetried', 'AlertFailed']);
        expect([scene.sender.issues(), await scene.documents()]).toMatchObject([
          [{ code: 'alerts-failed' }],
          [{ state: 'failed', attempts: 1 }],
        ]);
        await scene.retry();
        scene.channel.answer = { delivered: true, repeat: false };
        expect(await scene.aSender().sendDue()).toBe(1);
        await scene.sender.sendDue();
        expect([(await scene.types()).at(-1), scene.sender.issues(), scene.channel.delivered.length]).toEqual(['AlertSent', [], 3]);
      });

      it('tries none that it has not given up', async () => {
        expect(await scene.retry(undefined, 'E12000002')).toMatchObject({ code: 'no-such-alert' }); // Another region's officer.
        expect(await scene.retry(undefined, 'E12000001')).toMatchObject({ state: 'due' });
        expect(await scene.retry()).toMatchObject({ code: 'alert-not-failed' });
        expect(await scene.retry('00000000-0000-5000-8000-000000000009')).toMatchObject({ code: 'no-such-alert' });
      });

      it('drops it when its breach ends, so that what failed is what waits for a person', async () => {
        await scene.step('BreachCleared');
        const restarted = scene.aSender();
        for (const sender of [scene.sender, restarted]) for (let round = 0; round < 2; round++) await sender.sendDue();
        expect(await scene.types()).toEqual(['AlertDue', 'AlertFailed', 'AlertDropped']);
        expect(await scene.documents()).toMatchObject([{ state: 'dropped', droppedFor: 'cleared' }]);
        expect([scene.sender.issues(), restarted.issues(), scene.channel.delivered.length]).toEqual([[], [], 1]);
      });

      it('keeps it failed when its breach ended and came back at once', async () => {
        await scene.step('BreachWithdrawn');
        await scene.step('BreachConfirmed');
        await scene.sender.sendDue();
        await scene.sender.sendDue();
        expect([(await scene.types()).at(-1), scene.sender.issues()]).toMatchObject(['AlertFailed', [{ code: 'alerts-failed' }]]);
      });
    });

    it('is not held back by a scene.clock that jumped, before a restart or after', async () => {
      await scene.confirm();
      scene.channel.answer = DOWN;
      scene.clock.ms += 400 * 86_400_000; // The scene.clock is a year ahead at the failure, and right again afterwards.
      await scene.sender.sendDue();
      scene.clock.ms -= 400 * 86_400_000;
      scene.channel.answer = { delivered: true, repeat: false };
      scene.time.pass(1_000);
      const restarted = scene.aSender();
      await restarted.sendDue();
      scene.time.pass(1_000);
      expect([await scene.sender.sendDue(), await restarted.sendDue()]).toEqual([1, 0]);
      expect(scene.channel.delivered).toHaveLength(2);
    });

    it('asks a scene.channel that is down seldom, by one alert, and scene.reads no streams meanwhile', async () => {
      for (let i = 10; i < 60; i++) await scene.step('BreachConfirmed', NEWCASTLE, `11111111-1111-5111-8111-1111111111${i}`);
      await scene.read();
      scene.channel.answer = DOWN;
      await scene.sender.sendDue();
      expect(scene.channel.delivered).toHaveLength(50);
      for (let i = 0; i < 6_000; i++) {
        const before = scene.reads;
        if ((await scene.sender.sendDue()) === 0) expect(scene.reads).toBe(before);
        scene.later(100);
      }
      expect(scene.channel.delivered.length).toBeLessThan(70); // In ten minutes.
      scene.channel.answer = { delivered: true, repeat: false };
      for (let i = 0; i < 200; i++) {
        await scene.sender.sendDue();
        scene.later(10_000);
      }
      expect((await scene.types()).filter((type) => type === 'AlertSent')).toHaveLength(50);
    }, 60_000);
  });
});

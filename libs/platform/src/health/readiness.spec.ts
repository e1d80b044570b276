import { jest } from '@jest/globals';
import type { EventStore } from '#libs/event-store';
import { ReadModelsDamaged, type ReadStore } from '#libs/read-store';
import { FeedState } from './feed-state.js';
import { IssuesInMemory } from './health-issues.js';
import { ReadinessCheck } from './readiness.js';

class Quiet extends FeedState {
  state = async () => ({ readers: [], troubles: [] });
}
const check = (end: () => Promise<string>, checkpoint: () => Promise<string | undefined>) =>
  new ReadinessCheck({ end } as unknown as EventStore, { checkpoint } as unknown as ReadStore, new Quiet(), new IssuesInMemory()).check();
const never = () => new Promise<never>(() => undefined);

describe('readiness', () => {
  afterEach(() => jest.useRealTimers());

  it('is there when the stores answer', async () => {
    expect(
      await check(
        async () => '',
        async () => undefined,
      ),
    ).toEqual({ ready: true, state: 'ok', readers: [], issues: [], troubles: [] });
  });

  it('is there but degraded while a part reports that it cannot do all of its work', async () => {
    const issues = new IssuesInMemory();
    issues.report('alerting', [{ severity: 'degraded', code: 'alerts-failed', text: '1 alert cannot be delivered.' }]);
    const own = { end: async () => '', checkpoint: async () => undefined };
    const asked = new ReadinessCheck(own as unknown as EventStore, own as unknown as ReadStore, new Quiet(), issues);
    expect(await asked.check()).toMatchObject({ ready: true, state: 'degraded', troubles: ['1 alert cannot be delivered.'] });
    issues.report('alerting', []);
    expect(await asked.check()).toMatchObject({ state: 'ok', issues: [] });
  });

  it('is not there while read models of another log are made again', async () => {
    const text = 'The read models of series were made from another log.';
    const readers = [{ reader: 'series', position: '', events: 3, seconds: 1, parked: 0, state: 'rebuilding' as const, fault: text }];
    const feed = { state: async () => ({ readers, troubles: [] }) };
    const own = { end: async () => '', checkpoint: async () => undefined };
    const asked = new ReadinessCheck(own as unknown as EventStore, own as unknown as ReadStore, feed, new IssuesInMemory());
    expect(await asked.check()).toMatchObject({ ready: false, issues: [{ severity: 'not-ready', code: 'other-log', text }] });
  });

  it('is not there, and says why without details, when one fails', async () => {
    const { ready, troubles } = await check(
      async () => '',
      () => Promise.reject(new TypeError('my secret')),
    );
    expect([ready, troubles]).toEqual([false, ['The read store does not answer: TypeError.']]);
  });

  it('is there but degraded, and says what to do, where the read models are damaged', async () => {
    const readiness = await check(
      async () => '',
      () => Promise.reject(new ReadModelsDamaged('The read models are damaged. Start again.')),
    );
    expect(readiness).toMatchObject({ ready: true, state: 'degraded', troubles: ['The read models are damaged. Start again.'] });
  });

  it('is answered for within three seconds when a store says nothing', async () => {
    jest.useFakeTimers();
    const asked = check(never, async () => undefined);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await asked).toMatchObject({ ready: false, troubles: ['The event store has not answered within 3 s.'] });
  });
});

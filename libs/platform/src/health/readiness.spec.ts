import { jest } from '@jest/globals';
import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { FeedState } from './feed-state.js';
import { ReadinessCheck } from './readiness.js';

class Quiet extends FeedState {
  state = async () => ({ readers: [], troubles: [] });
}
const check = (end: () => Promise<string>, checkpoint: () => Promise<string | undefined>) =>
  new ReadinessCheck({ end } as unknown as EventStore, { checkpoint } as unknown as ReadStore, new Quiet()).check();
const never = () => new Promise<never>(() => undefined);

describe('readiness', () => {
  afterEach(() => jest.useRealTimers());

  it('is there when the stores answer', async () => {
    expect(
      await check(
        async () => '',
        async () => undefined,
      ),
    ).toEqual({ ready: true, readers: [], troubles: [] });
  });

  it('is not there, and says why without details, when one fails', async () => {
    const { ready, troubles } = await check(
      async () => '',
      () => Promise.reject(new TypeError('my secret')),
    );
    expect([ready, troubles]).toEqual([false, ['The read store does not answer: TypeError.']]);
  });

  it('is answered for within three seconds when a store says nothing', async () => {
    jest.useFakeTimers();
    const asked = check(never, async () => undefined);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await asked).toMatchObject({ ready: false, troubles: ['The event store has not answered within 3 s.'] });
  });
});

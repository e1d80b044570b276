import type { FeedProgress, Lag, Parked } from '#libs/event-feed';
import { Refusal } from '#libs/kernel';
import { ProblemException } from '../http/problem.js';
import { administrator } from '../security/person.js';
import { PARKED_DISCARD, PARKED_RETRY, REBUILD } from '../threads/readers-at-work.js';
import { LocalCalls, ThreadHandlers } from '../threads/thread-calls.js';
import { FeedState } from './feed-state.js';
import { ProjectionsController } from './projections.controller.js';

const lag: Lag = { reader: 'series', position: '1', events: 3, seconds: 1.5, parked: 1, state: 'running' };
const one = { reader: 'assessment', stream: 'submission-1', scope: 'C00.floor|E08000021', error: 'RuleError: x' } as Parked;

class Running extends FeedState {
  state = async () => ({ readers: [lag], troubles: [], issues: [] });
}

function controller(): ProjectionsController {
  const handlers = new ThreadHandlers();
  handlers.on(REBUILD, async (asked) => asked);
  handlers.on(PARKED_RETRY, async () => new Refusal('not-parked', 'Nothing is.'));
  handlers.on(PARKED_DISCARD, async (asked) => asked);
  return new ProjectionsController(new LocalCalls(handlers), new Running(), { parked: async () => [one] } as unknown as FeedProgress);
}

describe('the projections', () => {
  it('are listed with what they have parked, and rebuilt by name', async () => {
    expect(await controller().list()).toEqual({ items: [{ name: 'series', ...lag }], issues: [], next: null });
    const items = [{ ...one, projection: 'assessment', reason: 'RuleError: x' }];
    expect(await controller().parked()).toEqual({ items, next: null });
    expect(await controller().rebuild('series')).toEqual({ reader: 'series' });
  });

  it('refuse to try again what is not parked', async () =>
    expect(controller().retry('assessment', 'submission-2', {})).rejects.toThrow(ProblemException));

  it('leave out what is parked with a reason and a name', async () => {
    const { scope, reader, stream } = one;
    const decided = await controller().discard(reader, stream, { scope }, { why: 'Sent by mistake' }, administrator('Ann'));
    expect(decided).toEqual({ item: { reader, stream, scope }, why: 'Sent by mistake', by: 'Ann' });
  });
});

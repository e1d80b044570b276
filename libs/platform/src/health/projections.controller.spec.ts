import type { FeedProgress, Lag, Parked, ParkedItems } from '#libs/event-feed';
import { ProblemException } from '../http/problem.js';
import { administrator } from '../security/person.js';
import { REBUILD } from '../threads/readers-at-work.js';
import { LocalCalls, ThreadHandlers } from '../threads/thread-calls.js';
import { FeedState } from './feed-state.js';
import { ProjectionsController } from './projections.controller.js';

const lag: Lag = { reader: 'series', position: '1', events: 3, seconds: 1.5, parked: 1, state: 'running' };
const one = { reader: 'assessment', stream: 'submission-1', scope: 'C00.floor|E08000021', error: 'RuleError: x' } as Parked;

class Running extends FeedState {
  state = async () => ({ readers: [lag], troubles: [], issues: [] });
}

/** Gives the one item on its first page, and says that another follows. */
const progress = {
  parked: async (_: object, { limit, cursor }: { limit: number; cursor?: string }) =>
    cursor === undefined ? { items: [one].slice(0, limit), next: 'more' } : { items: [], next: null },
} as unknown as FeedProgress;

function controller(): ProjectionsController {
  const handlers = new ThreadHandlers();
  handlers.on(REBUILD, async (asked) => asked);
  const items = {
    retry: async () => undefined,
    discard: async (item: object, decision: object) => ({ state: 'discarded', position: '7', item, decision }),
  } as unknown as ParkedItems;
  return new ProjectionsController(new LocalCalls(handlers), new Running(), progress, items);
}

describe('the projections', () => {
  it('are listed with what they have parked, and rebuilt by name', async () => {
    expect(await controller().list()).toEqual({ items: [{ name: 'series', ...lag }], issues: [], next: null });
    const items = [{ ...one, projection: 'assessment', reason: 'RuleError: x' }];
    expect(await controller().parked({ limit: 100 })).toEqual({ items, next: 'more' });
    expect(await controller().parked({ limit: 100, cursor: 'more' })).toEqual({ items: [], next: null });
    expect(await controller().rebuild('series')).toEqual({ reader: 'series' });
  });

  it('refuse to try again what is not parked', async () =>
    expect(controller().retry('assessment', 'submission-2', {}, administrator('Ann'))).rejects.toThrow(ProblemException));

  it('leave out what is parked with a reason and a name', async () => {
    const { scope, reader, stream } = one;
    const decided = await controller().discard(reader, stream, { scope }, { why: 'Sent by mistake' }, administrator('Ann'));
    const [item, decision] = [
      { reader, stream, scope },
      { why: 'Sent by mistake', by: 'Ann' },
    ];
    expect(decided).toEqual({ projection: reader, stream, scope, state: 'discarded', position: '7', item, decision });
  });
});

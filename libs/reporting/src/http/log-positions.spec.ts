import { SqliteEventStore } from '#libs/event-store/sqlite';
import { Clock } from '#libs/kernel';
import { ProblemException } from '#libs/platform';
import { LogPositions } from './log-positions.js';

class SetClock extends Clock {
  now(): Date {
    return new Date('2004-06-02T09:00:00Z');
  }
}

describe('a position that a question names (design 5: a position that is none is refused)', () => {
  let store: SqliteEventStore;
  let positions: LogPositions;
  beforeAll(async () => {
    store = new SqliteEventStore(':memory:', new SetClock());
    await store.append('feed-a', 0, [{ id: '22222222-2222-4222-8222-000000000001', type: 'Made', data: {} }]);
    positions = new LogPositions(store);
  });
  afterAll(() => store.close());

  const problemOf = async (answer: Promise<unknown>): Promise<unknown> => {
    const fault = await answer.then(
      () => undefined,
      (error: unknown) => error,
    );
    return fault instanceof ProblemException ? fault.problem : fault;
  };

  it('is taken where the log has come to it', async () =>
    expect(await positions.asOf('pos:000000000001')).toEqual({ position: '000000000001' }));
  it.each(['pos:x', 'pos:1', 'pos:0000000000010', 'pos:zzzzzzzzzzzz'])('is refused as asOf where it is none: %s', async (text) =>
    expect(await problemOf(positions.asOf(text))).toMatchObject({
      status: 400,
      code: 'no-position',
      detail: expect.stringContaining('pos:000000000001'),
    }),
  );
  it('is refused as asOf beyond the end of the log', async () =>
    expect(await problemOf(positions.asOf('pos:000000000002'))).toMatchObject({ status: 400, code: 'position-not-reached' }));
  it('is refused as minPosition where it is none', async () =>
    expect(await problemOf(positions.check('x'))).toMatchObject({ status: 400, code: 'no-position' }));
  it('may be one that the log has not come to, as minPosition', async () => expect(await positions.check('000000000002')).toBeUndefined());
  it('is not asked of a moment', async () => expect(await positions.asOf('2004-05-01')).toEqual({ moment: '2004-05-01T22:59:59.999Z' }));
  it('is not asked where nothing is', async () => expect(await positions.asOf(undefined)).toEqual({}));
  it('says what a moment looks like', async () =>
    expect(await problemOf(positions.asOf('yesterday'))).toMatchObject({ status: 400, code: 'unreadable-moment' }));
});

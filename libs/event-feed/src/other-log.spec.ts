import { setTimeout } from 'node:timers/promises';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { otherLog } from './log-mark.js';
import { RuleError } from './never-succeeds.js';
import { aHouse, busy, type House, SetClock, Totals } from './testing/house.js';

const log = (): SqliteEventStore => new SqliteEventStore(':memory:', new SetClock());

/** A house whose log is replaced by another one with these additions, its read models being kept. */
async function after(first: readonly number[], second: readonly number[]): Promise<{ house: House; warned: string[] }> {
  const documents = new SqliteReadStore(':memory:');
  documents.close = async () => undefined;
  const before = await aHouse(() => [log(), documents]);
  if (first.length > 0) await before.append('count-a', ...first);
  await before.start(new Totals());
  await before.caughtUp();
  await before.close();
  const house = await aHouse(() => [log(), documents]);
  if (second.length > 0) await house.append('count-b', ...second);
  const warned: string[] = [];
  await house.start(new Totals(), {}, (text) => warned.push(text));
  await house.caughtUp();
  return { house, warned };
}

describe('read models name the log they are made from', () => {
  it('so that a log that is shorter than what was read is noticed, and they are made again', async () => {
    const { house, warned } = await after([1, 2, 3], [5]);
    expect(await house.totals()).toEqual({ 'count-b': 5 });
    expect(warned).toEqual([
      'The read models of totals were made from another log: the log ends before what has been read of it. They are made again from this one.',
    ]);
    await house.append('count-b', 6);
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-b': 11 });
    await house.close();
  });

  it('so that another log is noticed that is as long, or longer', async () => {
    const { house, warned } = await after([1, 2], [5, 6, 7]);
    expect(await house.totals()).toEqual({ 'count-b': 18 });
    expect(warned).toHaveLength(1);
    await house.close();
  });

  it('so that an empty log is noticed', async () => {
    const { house, warned } = await after([1], []);
    while (warned.length === 0 || (await house.documentsOf()).length > 0) await setTimeout(1);
    expect(await house.totals()).toEqual({});
    await house.close();
  });

  it('so that a checkpoint that was moved over events is noticed', async () => {
    const documents = new SqliteReadStore(':memory:');
    const house = await aHouse((clock) => [new SqliteEventStore(':memory:', clock), documents]);
    await house.append('count-a', 1);
    const feed = await house.start(new Totals());
    await house.caughtUp();
    await feed.stop();
    await house.append('count-a', 2, 3);
    await documents.write({ puts: [], checkpoint: { reader: 'totals', position: await house.events.end() } });
    const warned: string[] = [];
    await house.start(new Totals(), {}, (text) => warned.push(text));
    await house.caughtUp();
    expect([await house.totals(), warned]).toEqual([
      { 'count-a': 6 },
      [expect.stringContaining('events between the last that was applied and the checkpoint were left out. They are made again')],
    ]);
    await house.close();
  });

  it('and says nothing of events that were applied one by one until the writer died', async () => {
    const house = await aHouse((clock) => [new SqliteEventStore(':memory:', clock), new SqliteReadStore(':memory:')]);
    await house.append('count-a', 1);
    const feed = await house.start(new Totals());
    await house.caughtUp();
    await feed.stop();
    for (const stream of ['count-b', 'count-c', 'count-d']) await house.append(stream, 1);
    const totals = new Totals();
    totals.onEvent = ({ stream }) => {
      if (stream === 'count-c') throw new RuleError(new Error('no rule for it'));
    };
    house.fault = ({ checkpoint }) => (checkpoint && checkpoint.position > '000000000003' ? busy() : undefined);
    await house.start(totals);
    while ((await house.documents.checkpoint('totals')) !== '000000000003') await setTimeout(1);
    expect(await otherLog('totals', '000000000003', house.events, house.documents)).toBeNull();
    house.fault = () => undefined;
    await house.close();
  });

  it('and says nothing of a log that is the same', async () => {
    const house = await aHouse((clock) => [new SqliteEventStore(':memory:', clock), new SqliteReadStore(':memory:')]);
    const warned: string[] = [];
    for (const add of [1, 2, 3]) {
      await house.append('count-a', add);
      await house.append('other-a', add);
      const feed = await house.start(new Totals(), {}, (text) => warned.push(text));
      await house.caughtUp();
      await feed.stop();
    }
    expect([await house.totals(), warned]).toEqual([{ 'count-a': 6 }, []]);
    await house.close();
  });
});

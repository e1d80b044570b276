import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { RuleError } from './never-succeeds.js';
import { aHouse, type House, Totals } from './testing/house.js';

describe('damaged documents (design 4.10 and 4.11)', () => {
  let folder: string;
  let house: House;
  let warned: string[];
  const damage = (collection: string): void => {
    const file = new Database(join(folder, 'read.sqlite'));
    file.exec(`UPDATE "doc.${collection}" SET body = replace(body, '{', '{ ')`);
    file.close();
  };
  const poisoned = (): Totals => {
    const totals = new Totals();
    totals.onEvent = ({ stream }) => {
      if (stream === 'count-b') throw new RuleError(new Error('no rule for it'));
    };
    return totals;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'damaged-documents-'));
    warned = [];
    house = await aHouse((clock) => [new SqliteEventStore(':memory:', clock), new SqliteReadStore(join(folder, 'read.sqlite'))]);
    await house.append('count-a', 1);
    await house.append('count-b', 2);
    const feed = await house.start(poisoned());
    await house.caughtUp();
    await feed.stop();
    await house.append('count-a', 4);
  });
  afterEach(async () => {
    await house.close();
    rmSync(folder, { recursive: true });
  });

  it('of a projection are tried again, never parked nor written over, until a rebuild makes them anew', async () => {
    damage('totals');
    const feed = await house.start(poisoned(), {}, (text) => warned.push(text));
    while ((await feed.lags())[0]!.state !== 'failing') await setTimeout(1);
    expect((await feed.lags())[0]).toMatchObject({
      parked: 1,
      fault:
        'DocumentDamaged: Document count-a of totals differs from its checksum. Run floor rebuild, which makes the read models again from the log.',
    });
    await feed.rebuild('totals');
    await house.caughtUp();
    expect([await house.totals(), (await feed.lags())[0]!.state]).toEqual([{ 'count-a': 5 }, 'running']);
  });

  it.each(['readers', 'log-marks', 'parked'])('of the runner itself (%s) lead to a rebuild by themselves', async (collection) => {
    damage(collection);
    await house.start(poisoned(), {}, (text) => warned.push(text));
    await house.caughtUp();
    expect([await house.totals(), await house.documents.count('parked')]).toEqual([{ 'count-a': 5 }, 1]);
    expect(await house.documents.damageMet()).toEqual([]);
  });
});

import { HttpTaker, loadSample } from '#libs/sample';
import { readLog } from '../faults/log.ts';
import { TestHouse } from '../house/house.ts';
import { validators } from './validators.ts';

const SEED = 2001;

describe('the log of the sample', () => {
  const house = new TestHouse();
  afterAll(() => house.remove());

  it('holds no event that its schema does not describe', async () => {
    await house.start();
    await loadSample(new HttpTaker(house.url, house.token), SEED);
    await house.caughtUp();
    const valid = validators();
    const seen = new Set<string>();
    for (const { type, data } of [...(await readLog(house.dataDir)).values()].flat()) {
      const check = valid(`events/${type}.v${data['v']}.json`);
      expect([type, check(data), check.errors]).toEqual([type, true, null]);
      seen.add(type);
    }
    // What ships and what is pushed, up to an alert: the golden files hold the rest.
    expect([...seen]).toEqual(expect.arrayContaining(['AreasImported', 'TargetVersionMade', 'FiguresRevised', 'BreachWithdrawn', 'AlertDue']));
  }, 60_000);
});

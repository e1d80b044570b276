import { HttpTaker, loadSample, SAMPLE_SEED, sampleOf } from '#libs/sample';
import { readLog } from '../faults/log.ts';
import { TestHouse } from '../house/house.ts';
import { validators } from '../golden/validators.ts';

const EASTHAVEN = 'E08999002';

describe('the log of the sample', () => {
  const house = new TestHouse();
  afterAll(() => house.remove());

  it('holds no event that its schema does not describe', async () => {
    await house.start();
    await loadSample(new HttpTaker(house.url, house.token), SAMPLE_SEED);
    await house.caughtUp();
    const valid = validators();
    const seen = new Set<string>();
    for (const { type, data } of [...(await readLog(house.dataDir)).values()].flat()) {
      const check = valid(`events/${type}.v${data['v']}.json`);
      expect([type, check(data), check.errors]).toEqual([type, true, null]);
      seen.add(type);
    }
    // What ships and what is pushed, up to an alert: the golden files hold the rest.
    expect([...seen]).toEqual(
      expect.arrayContaining(['AreasImported', 'TargetVersionMade', 'FiguresRevised', 'BreachWithdrawn', 'AlertDue']),
    );
  }, 60_000);

  // The README's first push, on the sample that `npm start` serves.
  it('comes to one more confirmed breach, and its alert, with the first push of the README', async () => {
    const open = async (): Promise<string[]> => {
      const { items } = await house.get('/v1/breaches?limit=1000');
      return items.map((breach: Record<string, string>) => `${breach['area']} ${breach['state']}`).sort();
    };
    const before = await open();
    const { feed, path, released, text } = sampleOf(SAMPLE_SEED).next;
    const push = { feed, released, name: path.slice(path.lastIndexOf('/') + 1), file: Buffer.from(text) };
    const receipt = await house.push(push);
    expect(receipt.rows.refused).toBe(0);
    await house.caughtUp();
    expect(await open()).toEqual([...before, `${EASTHAVEN} confirmed`].sort());
    const { items } = await house.get('/v1/alerts?limit=1000');
    expect(JSON.stringify(items)).toContain(EASTHAVEN);
    expect((await house.push(push)).submission).toBe(receipt.submission); // Harmless.
  }, 60_000);
});

import fc from 'fast-check';
import type { Figure } from '#libs/figures';
import { financialYears } from '#libs/kernel';
import { c00, ENGLAND, GATESHEAD, NEWCASTLE, rate } from './testing/c00.js';
import { element } from './testing/evidence.js';
import { type Delivered, Scene } from './testing/scene.js';

const at = (area: string, f: Figure): Delivered => ({ [area]: f });

/** A story with every kind of step. */
async function longStory(): Promise<Scene> {
  const scene = await c00();
  for (const [year, england, newcastle, gateshead] of [
    [2000, 18, 1600, 400],
    [2001, 18, 1090, 1700],
    [2002, 30, 1600, 1700],
    [2003, 18, 300, 1700],
  ] as const) {
    await scene.deliver('crime.rate', financialYears(year), { [ENGLAND]: rate(england, 1000) });
    await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE, rate(newcastle)));
    await scene.deliver('crime.rate', financialYears(year), at(GATESHEAD, rate(gateshead)));
  }
  await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(40, 1000) });
  // Definitions that follow each other: each leaves its own line in the history.
  for (const [i, multiple] of [4, 1, 3].entries()) {
    const floor = {
      kind: 'multiple-of-national',
      indicator: 'crime.rate',
      polarity: 'lower',
      areas: 'nrf',
      multiple,
      national: ENGLAND,
    } as const;
    await scene.target('C00', [element(floor)], { correction: { of: 1 } }, i + 2);
    await scene.indicator({ code: 'crime.rate', measure: 'rate', per: 1000, polarity: 'lower', lagDays: i });
  }
  return scene;
}

describe('the reader', () => {
  it('rebuilds the same documents from nothing and appends nothing, wherever its batches end', async () => {
    const scene = await longStory();
    await scene.settle(5);
    const [before, breaches] = [await scene.everything(), await scene.breaches()];
    expect(breaches.length).toBeGreaterThan(4);
    // The sizes of successive batches, taken in turn; what fails is printed with its seed.
    const partitions = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 100 })), {
      minLength: 1,
      maxLength: 12,
    });
    const rebuilt = fc.asyncProperty(partitions, async (sizes) => {
      await scene.rebuild(sizes);
      expect(await scene.breaches()).toEqual(breaches);
      expect(await scene.everything()).toEqual(before);
    });
    await fc.assert(rebuilt, { numRuns: 6, examples: [[[1]], [[100]]] });
  });

  it('writes once when it is killed between the log and the read store', async () => {
    const [whole, broken] = [await longStory(), await longStory()];
    await whole.settle(1);
    let left = 0;
    broken.reader = broken.newReader(() => {
      if (left-- === 0) throw Object.assign(new Error('killed'), { code: 'EIO' });
    });
    const types = async (scene: Scene) => (await scene.breaches()).map((e) => [e.stream, e.type]);
    for (let i = 0; i < 40; i += 1) {
      left = i % 3;
      await broken.settle(1 + (i % 4)).catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('EIO'));
    }
    expect(await types(broken)).toEqual(await types(whole));
    const ids = (await broken.breaches()).map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

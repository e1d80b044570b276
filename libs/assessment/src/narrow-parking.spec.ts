import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Figure, figure } from '#libs/figures';
import { financialYears } from '#libs/kernel';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { element } from './testing/evidence.js';
import { type Poison, poison } from './testing/poison.js';
import { Scene } from './testing/scene.js';

const [A, B, C] = ['E08000021', 'E08000022', 'E08000037'] as const;
const YEAR = financialYears(2003);
const NOON = { now: () => new Date('2004-05-01T12:00:00.000Z') };
const rate = (x: number, n = 20_000): Figure => figure((x / n) * 1000, { numerator: x, denominator: n });
const SCOPE = (area: string): string => `C00.floor|${area}`;

async function scene(): Promise<{ scene: Scene; poison: Poison }> {
  const made = await Scene.set(new SqliteEventStore(':memory:', NOON), new SqliteReadStore(':memory:'));
  const poisoned = await poison(made, A);
  await made.indicator({ code: 'crime.rate', measure: 'rate', per: 1000, polarity: 'lower' });
  await made.group('three', [A, B, C]);
  await made.target('C00', [element({ kind: 'floor', indicator: 'crime.rate', polarity: 'lower', areas: 'three', floor: 50 })]);
  return { scene: made, poison: poisoned };
}

const all = { [A]: rate(1600), [B]: rate(1600), [C]: rate(1600) };
const opened = async (on: Scene) => (await on.breaches()).map(({ stream, type }) => `${stream.slice(-9)} ${type}`);

describe('one area whose figures cannot be worked out', () => {
  it('parks its own cell of the element: the others are judged and open their episodes', async () => {
    const { scene: on } = await scene();
    await on.deliver('crime.rate', YEAR, all);
    await on.settle();
    expect([...on.scopes.keys()]).toEqual([SCOPE(A)]);
    expect(on.parked).toEqual([]);
    const page = await on.page('C00', 'floor', YEAR);
    expect(page?.areas[A]).toMatchObject({ outcome: 'not-judged', reason: 'input-parked' });
    expect(page?.areas[B]).toMatchObject({ outcome: 'breach' });
    expect(await on.latest('C00', 'floor', A)).toMatchObject({ outcome: 'not-judged', reason: 'input-parked' });
    expect(await opened(on)).toEqual([`${B} BreachConfirmed`, `${C} BreachConfirmed`]);
  });

  it('opens what was missed once it is corrected, and once only', async () => {
    const { scene: on, poison } = await scene();
    await on.deliver('crime.rate', YEAR, all);
    await on.settle();
    poison.error = null;
    await on.deliver('crime.rate', YEAR, { [A]: rate(1700) });
    await on.settle();
    expect([...on.scopes.keys()]).toEqual([]);
    expect(await on.latest('C00', 'floor', A)).toMatchObject({ outcome: 'breach' });
    await on.rebuild();
    expect(await opened(on)).toEqual([`${B} BreachConfirmed`, `${C} BreachConfirmed`, `${A} BreachConfirmed`]);
  });

  it('opens what was missed at a rebuild, at the event that was missed, whatever has moved others since', async () => {
    const { scene: on, poison } = await scene();
    const submission = await on.deliver('crime.rate', YEAR, all);
    await on.deliver('crime.rate', YEAR, { [B]: rate(100) });
    await on.settle();
    poison.error = null;
    for (let rebuilds = 0; rebuilds < 2; rebuilds += 1) await on.rebuild(1);
    const steps = [`${B} BreachConfirmed`, `${C} BreachConfirmed`, `${B} BreachWithdrawn`, `${A} BreachConfirmed`];
    expect(await opened(on)).toEqual(steps);
    expect((await on.breaches()).at(-1)?.data.trigger.submission).toBe(submission);
    expect([...on.scopes.keys()]).toEqual([]);
  });

  it('opens at no rebuild what a backfill did not open', async () => {
    const { scene: on, poison } = await scene();
    poison.error = null;
    await on.deliver('crime.rate', YEAR, all, { backfill: true });
    await on.settle();
    await on.rebuild();
    expect(await opened(on)).toEqual([]);
  });

  it('gives the same documents at a rebuild while it is parked', async () => {
    const { scene: on } = await scene();
    await on.deliver('crime.rate', YEAR, { [B]: rate(100) });
    await on.deliver('crime.rate', financialYears(2004), { [A]: rate(1600) });
    await on.deliver('crime.rate', YEAR, all);
    await on.settle(1);
    const stood = await on.everything();
    await on.rebuild(100);
    expect(await on.everything()).toEqual(stood);
    expect([...on.scopes.keys()]).toEqual([SCOPE(A)]);
  });
});

describe('an error that may pass', () => {
  it('parks nothing: the batch is tried again', async () => {
    const { scene: on, poison } = await scene();
    poison.error = new Error('unheard of');
    await on.deliver('crime.rate', YEAR, all);
    await expect(on.settle()).rejects.toThrow('unheard of');
    poison.error = null;
    await on.settle();
    expect(await opened(on)).toHaveLength(3);
    expect([[...on.scopes.keys()], on.parked]).toEqual([[], []]);
  });
});

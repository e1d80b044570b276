import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Figure, figure } from '#libs/figures';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { element } from './evidence.js';
import { Scene } from './scene.js';

export const [GATESHEAD, NEWCASTLE, ENGLAND] = ['E08000037', 'E08000021', 'E92000001'] as const;
const NOON = { now: () => new Date('2004-05-01T12:00:00.000Z') };

/** So many events in so many people, as a rate per thousand. */
export const rate = (x: number, n = 20_000): Figure => figure((x / n) * 1000, { numerator: x, denominator: n });

/** C00's floor over two districts, judged on a fed rate of years. */
export async function c00(more: Parameters<typeof element>[0] = {}): Promise<Scene> {
  const scene = await Scene.set(new SqliteEventStore(':memory:', NOON), new SqliteReadStore(':memory:'));
  await scene.indicator({ code: 'crime.rate', measure: 'rate', per: 1000, polarity: 'lower' });
  await scene.group('nrf', [NEWCASTLE, GATESHEAD]);
  const floor = {
    kind: 'multiple-of-national',
    indicator: 'crime.rate',
    polarity: 'lower',
    areas: 'nrf',
    multiple: 3,
    national: ENGLAND,
  } as const;
  await scene.target('C00', [element({ ...floor, ...more })]);
  return scene;
}

/** The names of the steps of the episodes in an area, of all areas unless told. */
export const stepsOf = async (scene: Scene, area = ''): Promise<string[]> =>
  (await scene.breaches(`breach-C00.floor-${area}`)).map((e) => e.type.slice('Breach'.length));

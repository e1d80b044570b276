import { canNeverSucceed } from '#libs/event-feed';
import type { ElementCells, Errors } from './element-cells.js';

/** Loads an element's cells without these areas. */
export type LoadCells = (without: Errors) => Promise<ElementCells>;

/** Loads an element's cells; where the figures of some areas can never be worked out, those areas alone are left out, with the error. */
export async function cellsOf(areas: readonly string[], load: LoadCells): Promise<ElementCells> {
  try {
    return await load(new Map());
  } catch (error) {
    if (!canNeverSucceed(error)) throw error;
    const all = new Map(areas.map((area) => [area, error]));
    // What all areas share, such as the figure they are compared with, may be the cause.
    const shared = await errorOf(() => load(all));
    if (shared !== undefined) throw error;
    return load(new Map(await failing(areas, all, load)));
  }
}

/** Halves the areas until those that fail stand alone. */
async function failing(areas: readonly string[], all: Errors, load: LoadCells): Promise<[string, unknown][]> {
  const error = await errorOf(() => load(new Map([...all].filter(([area]) => !areas.includes(area)))));
  if (error === undefined) return [];
  if (areas.length === 1) return [[areas[0]!, error]];
  const half = Math.ceil(areas.length / 2);
  return [...(await failing(areas.slice(0, half), all, load)), ...(await failing(areas.slice(half), all, load))];
}

async function errorOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (!canNeverSucceed(error)) throw error;
    return error;
  }
}

import type { ChartView, Points } from './chart-view.js';

/** What echarts tells of the place where a shape is drawn. */
interface Item {
  readonly dataIndex: number;
  readonly coordSys: { readonly y: number; readonly height: number };
}

interface Api {
  size(of: readonly [number, number]): number[];
  coord(at: readonly [number, number]): [number, number];
}

/** The confidence band: one shape for each unbroken run of periods with both limits. */
export function limitsBand({ periods, lower, upper }: ChartView, fill: string): object {
  const runs = runsWith(lower, upper);
  return {
    type: 'custom',
    silent: true,
    z: 1,
    data: runs.map((run) => [periods[run[0]!], Math.min(...run.map((i) => lower[i]!)), Math.max(...run.map((i) => upper[i]!))]),
    encode: { x: 0, y: [1, 2] }, // So that the axis makes room for the limits.
    renderItem: ({ dataIndex }: Item, api: Api) => {
      const run = runs[dataIndex]!;
      const points = [...run.map((i) => api.coord([i, upper[i]!])), ...run.toReversed().map((i) => api.coord([i, lower[i]!]))];
      const shape = run.length > 1 ? points : widened(points);
      return { type: 'polygon', shape: { points: shape }, style: { fill } };
    },
  };
}

const widened = ([top, bottom]: [number, number][]): number[][] => [
  [top![0] - 6, top![1]],
  [top![0] + 6, top![1]],
  [bottom![0] + 6, bottom![1]],
  [bottom![0] - 6, bottom![1]],
];

function runsWith(lower: Points, upper: Points): number[][] {
  const runs: number[][] = [];
  lower.forEach((low, i) => {
    if (low === null || (upper[i] ?? null) === null) return;
    if (runs.at(-1)?.at(-1) === i - 1) runs.at(-1)!.push(i);
    else runs.push([i]);
  });
  return runs;
}

/** A breach fills its periods to their edges, so that one period alone is seen, and no other looks touched. */
export function breachSpans({ periods, breaches }: ChartView, fill: string): object {
  return {
    type: 'custom',
    silent: true,
    z: 0,
    data: breaches.map(({ from }) => [periods[from]]),
    encode: { x: 0 },
    renderItem: ({ dataIndex, coordSys }: Item, api: Api) => {
      const { from, to } = breaches[dataIndex]!;
      const half = api.size([1, 0])[0]! / 2;
      const left = api.coord([from, 0])[0] - half;
      const width = api.coord([to, 0])[0] + half - left;
      return { type: 'rect', shape: { x: left, y: coordSys.y, width, height: coordSys.height }, style: { fill } };
    },
  };
}

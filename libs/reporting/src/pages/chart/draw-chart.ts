import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartView, Points } from './chart-view.js';
import { breachSpans, limitsBand } from './shapes.js';

echarts.use([CustomChart, LineChart, GridComponent, SVGRenderer]);

/** The picture's size, in which its text has the size it says; `name` keeps the ids of two pictures on a page apart. */
interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

const WIDE: Size = { name: 'chart', width: 960, height: 420 };
/** For a telephone, where the wide picture would be shrunk until nobody can read it. */
const NARROW: Size = { name: 'narrow-chart', width: 340, height: 360 };

const FONT = 'system-ui, sans-serif';
const COLOURS = {
  figure: '#1d70b8',
  band: '#d2e2f1',
  floor: '#ca3535',
  trajectory: '#54319f',
  comparator: '#484949',
  breach: '#f4cdc6',
  text: '#0b0c0c',
  grid: '#d8dadb',
};

const text = { color: COLOURS.text, fontFamily: FONT, fontSize: 14 };

/** The chart as SVG, the same bytes for the same view: no script, no style element, so the strictest page may hold it. */
export function drawChart(view: ChartView, size: Size = WIDE): string {
  const { width, height } = size;
  const chart = echarts.init(null as never, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(optionOf(drawable(view)));
    return accessible(chart.renderToSVGString(), view, size);
  } finally {
    chart.dispose();
  }
}

/** The same chart in the shape of a telephone. */
export const drawNarrowChart = (view: ChartView): string => drawChart(view, NARROW);

/** An axis holds numbers of at most this size, and so many decimals; beyond them echarts finds no ticks and throws. */
const DRAWN_MAX = 1e300;
const DRAWN_DECIMALS = 9;

/** The view in numbers that an axis can hold: finer ones are rounded, greater ones leave a gap. The table beside the chart has all of them. */
function drawable(view: ChartView): ChartView {
  const drawn = (points: Points): Points =>
    points.map((x) => (x === null || Math.abs(x) > DRAWN_MAX ? null : Number(x.toFixed(DRAWN_DECIMALS))));
  const lineOf = <T extends { readonly points: Points }>(line: T): T => ({ ...line, points: drawn(line.points) });
  const { values, lower, upper, lines, comparators } = view;
  return {
    ...view,
    ...{ values: drawn(values), lower: drawn(lower), upper: drawn(upper) },
    ...{ lines: lines.map(lineOf), comparators: comparators.map(lineOf) },
  };
}

function optionOf(view: ChartView): echarts.EChartsCoreOption {
  return {
    animation: false,
    textStyle: text,
    grid: { left: 20, right: 30, top: 40, bottom: 20, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: view.periods,
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: COLOURS.text } },
      axisTick: { alignWithLabel: true },
    },
    yAxis: {
      type: 'value',
      name: view.unit,
      nameTextStyle: { ...text, align: 'left' },
      nameLocation: 'end',
      scale: startsAboveZero(view),
      axisLabel: text,
      splitLine: { lineStyle: { color: COLOURS.grid } },
    },
    series: [
      breachSpans(view, COLOURS.breach),
      limitsBand(view, COLOURS.band),
      figureLine(view),
      ...view.lines.map((line) => judgedLine(line)),
      ...view.comparators.map((line) => dashed(line, 'dotted', COLOURS.comparator)),
    ],
  };
}

/** An axis from zero shows sizes truly; only figures far from zero would drown on it. */
function startsAboveZero({ values, lines, comparators }: ChartView): boolean {
  const all = [values, ...lines.map((l) => l.points), ...comparators.map((c) => c.points)].flat().filter((x) => x !== null);
  return all.length > 0 && Math.min(...all) > 0.5 * Math.max(...all);
}

function figureLine({ periods, values }: ChartView): object {
  return {
    type: 'line',
    data: values,
    symbol: 'circle',
    symbolSize: periods.length > 40 ? 4 : 8,
    silent: true,
    z: 5,
    lineStyle: { color: COLOURS.figure, width: 3 },
    itemStyle: { color: COLOURS.figure },
  };
}

/** A floor is dashed; a trajectory is dashed and dotted in another colour, with triangles, so that no eye needs the colour. */
function judgedLine(line: ChartView['lines'][number]): object {
  if (line.kind === 'floor') return dashed(line, 'dashed', COLOURS.floor);
  return { ...dashed(line, [12, 4, 2, 4], COLOURS.trajectory), symbol: 'triangle', symbolSize: 8 };
}

function dashed({ name, points }: { name: string; points: Points }, type: 'dashed' | 'dotted' | number[], color: string): object {
  const symbol = points.filter((x) => x !== null).length > 1 ? 'none' : 'diamond'; // One point alone makes no line.
  return {
    type: 'line',
    name,
    data: points,
    symbol,
    symbolSize: 10,
    silent: true,
    z: 4,
    lineStyle: { color, width: 2, type },
    itemStyle: { color },
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (words: string): string => words.replace(/[&<>"]/g, (c) => ENTITIES[c]!);

/** Names the picture for screen readers, and turns inline styles into attributes, which a content policy lets through. */
function accessible(svg: string, { title, description }: ChartView, { name, width, height }: Size): string {
  const names = `<title id="${name}-title">${escaped(title)}</title><desc id="${name}-description">${escaped(description)}</desc>`;
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/zr\d+-/g, `${name}-`) // echarts numbers its charts.
    .replace(/ (class|ecmeta_[a-z_]+|pointer-events)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => asAttributes(style))
    .replace(
      /<svg [^>]*>/,
      `<svg viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${name}-title ${name}-description">${names}`,
    );
}

function asAttributes(style: string): string {
  const pairs = style.split(';').map((rule) => rule.split(':'));
  return pairs.flatMap(([name, value]) => (name && value ? ` ${name}="${value}"` : [])).join('');
}

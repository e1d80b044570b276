import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartView, Points } from './chart-view.js';
import { breachSpans, limitsBand } from './shapes.js';

echarts.use([CustomChart, LineChart, GridComponent, SVGRenderer]);

const WIDTH = 960;
const HEIGHT = 420;
const FONT = 'system-ui, sans-serif';
const COLOURS = {
  figure: '#1d70b8',
  band: '#d2e2f1',
  line: '#ca3535',
  comparator: '#484949',
  breach: '#f4cdc6',
  text: '#0b0c0c',
  grid: '#d8dadb',
};

const text = { color: COLOURS.text, fontFamily: FONT, fontSize: 14 };

/** The chart as SVG, the same bytes for the same view: no script, no style element, so the strictest page may hold it. */
export function drawChart(view: ChartView): string {
  const chart = echarts.init(null as never, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(view));
    return accessible(chart.renderToSVGString(), view);
  } finally {
    chart.dispose();
  }
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
      ...view.lines.map((line) => dashed(line, 'dashed', COLOURS.line)),
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

function dashed({ name, points }: { name: string; points: Points }, type: 'dashed' | 'dotted', color: string): object {
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
function accessible(svg: string, { title, description }: ChartView): string {
  const names = `<title id="chart-title">${escaped(title)}</title><desc id="chart-description">${escaped(description)}</desc>`;
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/zr\d+-/g, 'chart-') // echarts numbers its charts; a page holds one.
    .replace(/ (class|ecmeta_[a-z_]+|pointer-events)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => asAttributes(style))
    .replace(
      /<svg [^>]*>/,
      `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="chart-title chart-description">${names}`,
    );
}

function asAttributes(style: string): string {
  const pairs = style.split(';').map((rule) => rule.split(':'));
  return pairs.flatMap(([name, value]) => (name && value ? ` ${name}="${value}"` : [])).join('');
}

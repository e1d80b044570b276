import { aBreach, aCatalogue, aSeries, judged } from '../testing/a-story.js';
import { drawChart } from './chart/draw-chart.js';
import { periodWords } from './period-words.js';
import { render } from './render.js';
import { stylesheet } from './stylesheet.js';
import { partnershipView } from './views/partnership-view.js';
import { partnershipsView } from './views/partnerships-view.js';
import { seriesView } from './views/series-view.js';

const years = [0, 1, 2, 3, 4, 5].map((n) => judged('E08000021', n === 3 || n === 4 ? 'breach' : 'met', n));
const latest = [
  judged('E08000021', 'breach'),
  judged('E08000037', 'met'),
  judged('E01008397', 'not-judged'),
  judged('E92000001', 'off-course'),
];
const facts = { series: aSeries, history: years, breaches: [aBreach], submissions: new Map() };

describe('the partnerships page', () => {
  const view = partnershipsView(latest, [aBreach], aCatalogue);
  it('gathers small areas under their partnership and shows the worst first', () => {
    expect(view.rows.map(({ name, breaches }) => [name, breaches])).toEqual([
      ['Gateshead', 0],
      ['Newcastle upon Tyne', 1],
    ]);
    expect(view.rows[1]!.cells[1]).toEqual({ tag: { text: 'Breach', classes: 'govuk-tag--red' }, note: '1 of 2' });
  });
  it('shows areas outside every partnership, so that none is hidden', () =>
    expect(view.wider.map(({ name }) => name)).toEqual(['England']));
  it('is plain HTML: no script, each colour with its word, the sample said', () => {
    const html = render('partnerships.njk', { title: 'Partnerships', sample: true }, view);
    expect(html).not.toMatch(/<script|<style| style=/);
    expect(html).toMatch(/govuk-tag--red">\s*Breach/);
    expect(html).toContain('made up');
  });
  it('says so when nothing is judged', () =>
    expect(render('partnerships.njk', { title: 'x', sample: false }, partnershipsView([], [], aCatalogue))).toContain(
      'Nothing has been judged yet',
    ));
});

describe('a partnership page', () => {
  const view = partnershipView('E08000021', { judgements: latest.slice(0, 3), breaches: [aBreach], today: '2004-06-02' }, aCatalogue);
  it('says how sure each colour is, how far from the line and how old', () =>
    expect(view.sections[0]!.rows[1]).toMatchObject({
      tag: { text: 'Breach' },
      certainty: 'certain',
      value: '22.4',
      line: '23.5',
      distance: '1.1 better',
      age: '2 months',
    }));
  it('says why something is not judged', () => expect(view.sections[0]!.rows.at(-1)).toMatchObject({ certainty: 'figure suppressed' }));
  it('escapes what the catalogue holds', () => {
    const html = render('partnership.njk', { title: 'x', sample: false }, { ...view, name: '<script>alert(1)</script>' });
    expect(html).not.toContain('<script>alert');
  });
});

describe('a series page', () => {
  const view = seriesView(facts, aCatalogue);
  it('draws the figure, its line, its comparator and the breach', () => {
    expect(view.chart.lines).toEqual([{ name: 'C00 floor', points: [28.5, 27.5, 26.5, 25.5, 24.5, 23.5] }]);
    expect(view.chart.comparators[0]!.name).toBe('England');
    expect(view.chart.breaches).toEqual([{ from: 3, to: 4 }]);
  });
  it('never shades a breach that a revision took back', () => {
    const withdrawn = seriesView({ ...facts, breaches: [{ ...aBreach, state: 'withdrawn' }] }, aCatalogue);
    expect(withdrawn.chart.breaches).toEqual([]);
    expect(withdrawn.breaches[0]!.state).toContain('Withdrawn');
  });
  it('draws a picture that has a name, needs no style and no script, and is the same each time', () => {
    const svg = drawChart(view.chart);
    expect(svg).toContain('role="img" aria-labelledby="chart-title chart-description"');
    expect(svg.match(/fill="#f4cdc6"/g)).toHaveLength(1);
    expect(svg).not.toMatch(/<style|<script| style=|class=/);
    expect(drawChart(view.chart)).toBe(svg);
  });
  it('lists the figures with their sources, the latest first', () => {
    expect(view.rows[0]).toMatchObject({ period: '2003-04', value: '22.4', source: expect.stringContaining('sum over periods') });
    expect(view.rows.at(-2)).toMatchObject({ value: '–', status: 'suppressed: confidential', released: '1 June 2004' });
  });
});

it('styles pages with the system fonts, without the fonts and the crest of gov.uk', () =>
  expect(stylesheet().css).not.toMatch(/GDS Transport|font-face|crest|@import/));

describe('a period in words', () => {
  it.each([
    ['2024-05', 'month', 'May 2024'],
    ['2024-01-01/P12M', 'rolling', '12 months to Dec 2024'],
    ['2023-02-01/P12M', 'rolling', '12 months to Jan 2024'],
    ['2023-04-01', 'day', '1 April 2023'],
    ['2003-04', 'financial', '2003-04'],
    ['2003/04', 'academic', '2003/04'],
  ] as const)('%s of a %s is %s', (text, frequency, words) => expect(periodWords(text, frequency)).toBe(words));
});

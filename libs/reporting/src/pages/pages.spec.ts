import type { AreaJudgement } from '#libs/assessment';
import type { NamedStory } from '../named-story.js';
import { aBreach, aCatalogue, aSeries, judged, latestOf } from '../testing/a-story.js';
import { drawChart, drawNarrowChart } from './chart/draw-chart.js';
import { periodWords } from './period-words.js';
import { render } from './render.js';
import { stylesheet } from './stylesheet.js';
import { partnershipView, type PartnershipView } from './views/partnership-view.js';
import { partnershipsView } from './views/partnerships-view.js';
import { seriesView } from './views/series-view.js';

const years = [0, 1, 2, 3, 4, 5].map((n) => judged('E08000021', n === 3 || n === 4 ? 'breach' : 'met', n));
const latest = [
  judged('E08000021', 'breach'),
  judged('E08000037', 'met'),
  judged('E01008397', 'not-judged'),
  judged('E92000001', 'off-course'),
];
const facts = { series: aSeries, history: years, breaches: [aBreach], submissions: new Map(), submissionsSeen: () => true };

const standings = [
  { code: 'E08000021', judged: { crime: { breach: 1, 'not-judged': 1 } }, open: { crime: { confirmed: 1, suspected: 1 } } },
  { code: 'E08000037', judged: { crime: { met: 1 } }, open: {} },
  { code: 'E92000001', judged: { crime: { 'off-course': 1 } }, open: {} },
] as const;

describe('the partnerships page', () => {
  const view = partnershipsView(standings, aCatalogue);
  it('shows of each partnership the worst judgement of a theme, and its open breaches', () => {
    expect(view.rows.map(({ name, breaches, breachesNote }) => [name, breaches, breachesNote])).toEqual([
      ['Gateshead', 0, ''],
      ['Newcastle upon Tyne', 2, '1 suspected'],
    ]);
    expect(view.rows[1]!.cells[1]).toEqual({ tag: { text: 'Breach', classes: 'govuk-tag--red' }, notes: ['1 of 2'] });
  });
  it('shows areas outside every partnership, so that none is hidden', () =>
    expect(view.wider.map(({ name }) => name)).toEqual(['England']));
  it('keeps a breach in its place and in the count when a newer period cannot be judged (design 7: no breach is hidden)', () => {
    const judged = { crime: { 'breach-not-judged': 2, met: 6 } } as const;
    const { rows, totals } = partnershipsView([{ code: 'E08000021', judged, open: { crime: { confirmed: 2 } } }], aCatalogue);
    expect(rows[0]!.cells[1]).toMatchObject({ tag: { text: 'Breach' }, notes: ['2 of 8', '2 not judged since'] });
    expect(totals).toMatchObject({ breaches: 2 });
    expect(totals.cells[1]).toBe('2 of 8 in breach');
  });
  it('cuts nothing without a word: totals are of all, and the rest is a link away', () => {
    const many = Array.from({ length: 401 }, (_, n) => ({ code: `E0600${1000 + n}`, judged: { crime: { met: 1 } }, open: {} }));
    const one = partnershipsView(many, aCatalogue);
    expect([one.wider.length, one.pages]).toEqual([400, { previous: null, next: '/?page=2', text: 'Page 1 of 2' }]);
    expect(one.totals.cells[1]).toBe('0 of 401 in breach');
    expect(partnershipsView(many, aCatalogue, 2)).toMatchObject({ wider: [{}], pages: { previous: '/?page=1', next: null } });
  });
  it('is plain HTML: no script, each colour with its word, the sample said', () => {
    const html = render('partnerships.njk', { title: 'Partnerships', sample: true }, view);
    expect(html).not.toMatch(/<script|<style| style=/);
    expect(html).toMatch(/govuk-tag--red">\s*Breach/);
    expect(html).toContain('made up');
  });
  it('says so when nothing is judged', () =>
    expect(render('partnerships.njk', { title: 'x', sample: false }, partnershipsView([], aCatalogue))).toContain(
      'Nothing has been judged yet',
    ));
});

describe('a partnership page', () => {
  const judgedAll = latest.slice(0, 3).map((judgement) => latestOf(judgement));
  const pageOf = (judgedNow: readonly AreaJudgement[], breaches: readonly NamedStory[] = [aBreach]): PartnershipView =>
    partnershipView('E08000021', { judged: judgedNow, breaches, nextBreaches: null, today: '2004-06-02' }, aCatalogue);
  const view = pageOf(judgedAll);
  it('says what is asked of the areas in words, not in codes', () => {
    expect(view.sections[0]!.heading).toBe('Crime: No district above three times England');
    expect(view.breaches[0]!.what).toBe('No district above three times England');
  });
  it('shows the worst area first: how sure the colour is, how far from the line, how old and why it changed', () =>
    expect(view.sections[0]!.rows[0]).toMatchObject({
      tag: { text: 'Breach' },
      certainty: 'certain',
      value: '22.4',
      line: '23.5',
      distance: '1.1 better',
      age: '2 months',
      cause: 'Its own figure changed',
    }));
  it('says why something is not judged', () => expect(view.sections[0]!.rows.at(-1)).toMatchObject({ certainty: 'figure suppressed' }));
  it('keeps a breach that a newer period cannot judge, and says since when and why', () => {
    const silent = { ...judged('E08000021', 'not-judged', 5), reason: 'no-comparator', comparator: { area: 'E92000001', value: null } };
    const { sections } = pageOf([latestOf(silent, judged('E08000021', 'breach', 4))]);
    expect(sections[0]!.rows[0]).toMatchObject({ tag: { text: 'Breach' }, certainty: 'not judged since 2002-03: no England figure' });
  });
  it('takes a colour from no period that has not ended', () => {
    const early = { ...judged('E08000021', 'not-judged', 5), reason: 'period-not-ended' };
    expect(pageOf([latestOf(early, judged('E08000021', 'met', 4))]).sections[0]!.rows[0]).toMatchObject({ tag: { text: 'Met' } });
  });
  it('lists its neighbourhoods, the worst first, each with its page', () => {
    const inside = pageOf([...judgedAll.slice(0, 1), latestOf(judged('E01008397', 'met')), latestOf(judged('E01008398', 'breach'))]);
    expect(inside.neighbourhoods.map(({ href, tag, counts }) => [href, tag.text, counts])).toEqual([
      ['/partnerships/E01008398', 'Breach', '1 of 1'],
      ['/partnerships/E01008397', 'Met', '1 of 1'],
    ]);
  });
  it('lists open breaches before ended ones, the suspected after the confirmed, each as what it is', () => {
    const states = ['withdrawn', 'suspected', 'superseded', 'confirmed'] as NamedStory['state'][];
    const { breaches } = pageOf(
      judgedAll,
      states.map((state) => ({ ...aBreach, state })),
    );
    expect(breaches.map(({ state }) => state)).toEqual([
      'Confirmed',
      'Suspected',
      'Withdrawn: a revision showed there was none',
      'Ended: the target or the area changed',
    ]);
  });
  it('shows the worst fifty areas of a long list, and links to all of them', () => {
    const many = Array.from({ length: 51 }, (_, n) => latestOf(judged(`E010${10000 + n}`, 'met')));
    const [shown] = pageOf(many).sections;
    expect([shown!.rows.length, shown!.more!.href]).toEqual([50, '/partnerships/E08000021?element=C00.floor']);
    const whole = { judged: many, breaches: [], nextBreaches: null, today: '2004-06-02', only: 'C00.floor' };
    expect(partnershipView('E08000021', whole, aCatalogue).sections[0]).toMatchObject({ rows: { length: 51 }, more: null });
  });
  it('escapes what the catalogue holds', () => {
    const html = render('partnership.njk', { title: 'x', sample: false }, { ...view, name: '<script>alert(1)</script>' });
    expect(html).not.toContain('<script>alert');
  });
});

describe('a series page', () => {
  const view = seriesView(facts, aCatalogue);
  it('draws the figure, its line, its comparator and the breach', () => {
    expect(view.chart.lines).toEqual([
      { name: 'No district above three times England', kind: 'floor', points: [28.5, 27.5, 26.5, 25.5, 24.5, 23.5] },
    ]);
    expect(view.chart.comparators[0]!.name).toBe('England');
    expect(view.chart.breaches).toEqual([{ from: 3, to: 4 }]);
  });
  it('shades an open breach to the latest missed period, and a cleared one to the last before the period that cleared it', () => {
    const missed = [0, 1, 2, 3, 4, 5].map((n) => judged('E08000021', n >= 2 ? 'breach' : 'met', n));
    const open = { ...aBreach, firstPeriod: '2000-01', firstPeriodStart: '2000-04-01', lastPeriod: '2000-01' };
    expect(seriesView({ ...facts, history: missed, breaches: [open] }, aCatalogue).chart.breaches).toEqual([{ from: 2, to: 5 }]);
    const cleared = {
      ...aBreach,
      state: 'cleared' as const,
      lastPeriod: '2003-04',
      steps: [{ period: '2003-04' }] as unknown as NamedStory['steps'],
    };
    const ended = seriesView({ ...facts, breaches: [cleared] }, aCatalogue);
    expect(ended.chart.breaches).toEqual([{ from: 3, to: 4 }]);
    expect(ended.breaches[0]!.periods).toBe('2001-02 to 2002-03');
  });
  it('leaves a gap where a year is missing', () => {
    const observations = aSeries.observations.filter(({ period }) => period !== '2001-02');
    const { chart } = seriesView({ ...facts, history: [], breaches: [], series: { ...aSeries, observations } }, aCatalogue);
    expect(chart.periods).toEqual(['1998-99', '1999-00', '2000-01', '2001-02', '2002-03', '2003-04']);
    expect(chart.values[3]).toBeNull();
  });
  it('tells a trajectory from a floor by more than its colour', () => {
    const history = years.map((judgement) => ({ ...judgement, floor: null, expected: 25 }));
    const { chart } = seriesView({ ...facts, history }, aCatalogue);
    expect(chart.lines.map(({ kind }) => kind)).toEqual(['trajectory']);
    expect(drawChart(chart)).toContain('stroke-dasharray="12,4,2,4"');
  });
  it('marks limits that were worked out in the table', () => {
    const observations = aSeries.observations.map((o) => ({ ...o, lower: null, upper: null, level: null }));
    expect(seriesView({ ...facts, series: { ...aSeries, observations } }, aCatalogue).rows[0]!.limits).toBe(
      '20.4 to 24.4 (95%, worked out)',
    );
  });
  it('draws a second picture for telephones, whose text is not shrunk', () =>
    expect(drawNarrowChart(view.chart)).toMatch(/viewBox="0 0 340 360".*aria-labelledby="narrow-chart-title narrow-chart-description"/));
  it('says how each period was judged and what changed', () =>
    expect(view.judgements[0]).toMatchObject({ period: '2003-04', tag: { text: 'Met' }, cause: 'Its own figure changed' }));
  it('never shades a breach that a revision took back', () => {
    const withdrawn = seriesView({ ...facts, breaches: [{ ...aBreach, state: 'withdrawn' }] }, aCatalogue);
    expect(withdrawn.chart.breaches).toEqual([]);
    expect(withdrawn.breaches[0]!.state).toContain('Withdrawn');
  });

  it.each([1e-20, 1e-300, 5e-324, 1e-10, 1e15, 1e21, 1e300, 1.7e308])(
    'are drawn of figures around %d, without a number that is none',
    (size) => {
      const shapes = [[1], [1, 1.000_000_000_1], [1, -1], [-1, -2], [0, 1], [1, null, 1.05]];
      for (const shape of shapes) {
        const values = shape.map((x) => (x === null ? null : x * size));
        const none = values.map(() => null);
        const svg = drawChart({
          ...view.chart,
          periods: values.map((_, i) => `${2000 + i}`),
          values,
          lower: none,
          upper: none,
          lines: [],
          comparators: [],
          breaches: [],
        });
        expect(svg).not.toMatch(/NaN|Infinity/);
      }
    },
  );
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

import { writeFileSync } from 'node:fs';
import { aBreach, aCatalogue, aSeries, judged } from '../testing/a-story.js';
import { drawChart } from './chart/draw-chart.js';
import { render } from './render.js';
import { stylesheet, stylesheetPath } from './stylesheet.js';
import { partnershipView } from './views/partnership-view.js';
import { partnershipsView } from './views/partnerships-view.js';
import { seriesView } from './views/series-view.js';
const years = [0, 1, 2, 3, 4, 5].map((n) => judged('E08000021', n === 3 || n === 4 ? 'breach' : 'met', n));
const latest = [judged('E08000021', 'breach'), judged('E08000037', 'met'), judged('E01008397', 'not-judged'), judged('E92000001', 'off-course')];
it('x', () => {
  const w = (n: string, h: string) => writeFileSync('/tmp/preview/' + n, h.replace(stylesheetPath(), 'floor.css'));
  writeFileSync('/tmp/preview/floor.css', stylesheet().css);
  w('1.html', render('partnerships.njk', { title: 'Partnerships', sample: true }, partnershipsView(latest, [aBreach], aCatalogue)));
  w('2.html', render('partnership.njk', { title: 'P', sample: true, trail: [{ text: 'Partnerships', href: '/' }, { text: 'Newcastle', href: '' }] }, partnershipView('E08000021', latest, [aBreach], aCatalogue, '2004-06-02')));
  const v = seriesView({ series: aSeries, history: years, breaches: [aBreach], submissions: new Map() }, aCatalogue);
  w('3.html', render('series.njk', { title: 'S', sample: true, trail: [{ text: 'Partnerships', href: '/' }] }, { ...v, svg: drawChart(v.chart), hasBand: true }));
  w('4.html', render('problem.njk', { title: 'Sign in', sample: false }, { heading: 'Sign in', detail: 'These pages are for people who are signed in.', signIn: true }));
});

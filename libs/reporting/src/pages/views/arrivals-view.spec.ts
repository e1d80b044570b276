import type { SubmissionDocument } from '../../domain/submission-document.js';
import { aCatalogue } from '../../testing/a-story.js';
import { render } from '../render.js';
import { arrivalsView, arrivalView } from './arrivals-view.js';

const delivered: SubmissionDocument = {
  submission: 'ba294aa7a68b61a20adcc761',
  version: 3,
  feed: 'police-street',
  profileVersion: 1,
  state: 'completed',
  attempt: 1,
  name: '2004-05.csv',
  sha256: '0fb7',
  bytes: 9,
  released: '2004-06-01',
  received: '2004-06-02T09:00:00Z',
  backfill: false,
  by: 'a data team',
  rows: { read: 1_300, taken: 1_100, refused: 150, ignored: 50 },
  observations: { recorded: 1_000, revised: 60, confirmed: 38, dropped: 0, older: 2 },
  refused: { 'unknown-area': 150 },
  ignored: { 'outside-coverage': 50 },
  notes: [{ code: 'coverage-unknown', detail: 'The file does not say which force it covers.' }],
  indicators: ['crime.burglary-rate'],
  position: 'p1',
  recordedAt: '2004-06-02T09:00:01Z',
  withdrawn: null,
  reinstated: null,
  failed: null,
};
const refusal = {
  row: 11,
  line: 12,
  column: 'area',
  code: 'unknown-area',
  detail: 'The catalogue has no area E01011954.',
  retryable: true,
};

describe('what arrived (design 4.1: a receipt says what it changed)', () => {
  it('lists deliveries with their state and counts, and links to earlier ones', () => {
    const { rows, next } = arrivalsView([delivered, { ...delivered, name: null, state: 'failed', rows: null }], 'c', aCatalogue);
    expect(rows[0]).toMatchObject({ name: '2004-05.csv', href: '/submissions/ba294aa7a68b61a20adcc761', taken: '1,100', refused: '150' });
    expect(rows[1]).toMatchObject({ name: 'Delivery ba294aa7', state: { text: 'Failed' }, taken: '–' });
    expect(next).toBe('/submissions?cursor=c');
  });

  it('says of a delivery what changed, what was refused and why, and where the other rows are', () => {
    const causes = [{ code: 'unknown-area', subject: 'E01011954', rows: 31, firstLine: 12 }];
    const view = arrivalView({ document: delivered, refusals: [refusal], causes }, aCatalogue);
    const facts = new Map(view.facts.map(({ what, is }) => [what, is]));
    expect(facts.get('Rows')).toBe('1,300 read: 1,100 taken, 150 refused, 50 ignored');
    expect(facts.get('Figures')).toBe('1,000 new, 60 revised, 38 unchanged, 2 older than what stands');
    expect(view.causes).toEqual([{ code: 'Unknown area E01011954', rows: '31, the first at line 12' }]);
    expect(view.refusals).toEqual([{ row: '12', column: 'area', detail: refusal.detail }]);
    expect(view.more).toEqual({
      text: 'The first 1 row is shown of 150. Get them as JSON, a thousand at a time',
      href: '/v1/submissions/ba294aa7a68b61a20adcc761/refusals',
    });
  });

  it('says why a delivery failed and what to do, and who took it back', () => {
    const failed = { code: 'not-finite', detail: 'A figure is not finite.', at: '2004-06-02T09:00:00Z' };
    const withdrawn = { why: 'the wrong file', by: 'me', at: '2004-06-03T09:00:00Z' };
    const view = arrivalView({ document: { ...delivered, failed, withdrawn }, refusals: [], causes: [] }, aCatalogue);
    expect(view.facts).toContainEqual({
      what: 'Failed',
      is: 'A figure is not finite. To try it again: floor retry ba294aa7a68b61a20adcc761',
    });
    expect(view.facts).toContainEqual({ what: 'Withdrawn', is: '3 June 2004, by me: the wrong file' });
  });

  it('escapes what a file holds', () => {
    const view = arrivalView(
      { document: { ...delivered, name: '<b>' }, refusals: [{ ...refusal, detail: '<script>' }], causes: [] },
      aCatalogue,
    );
    expect(render('arrival.njk', { title: 'x', sample: false }, view)).not.toMatch(/<b>|<script>/);
  });
});

import { type Counted, countedOf, type PartnershipSummary, standingOf, withCounted } from './partnership-summary.js';
import type { Outcome } from './types.js';

const latest = (outcome: Outcome, reason: string | null, ...before: Outcome[]) => ({
  judgement: { outcome, reason },
  lastJudged: null,
  recent: [...before, outcome].map((o) => ({ outcome: o })),
});

describe('how an area stands (design 7: no breach is hidden by a newer period that lacks its comparator)', () => {
  it.each([
    ['a breach', latest('breach', null), 'breach'],
    ['a breach, and then no comparator', latest('not-judged', 'no-comparator', 'breach'), 'breach-not-judged'],
    [
      'a breach longer ago than the recent past',
      { ...latest('not-judged', 'missing'), lastJudged: { outcome: 'breach' as const } },
      'breach-not-judged',
    ],
    ['a breach, and then nothing for two periods', latest('not-judged', 'missing', 'breach', 'not-judged'), 'breach-not-judged'],
    ['met, and then no comparator', latest('not-judged', 'no-comparator', 'breach', 'met'), 'not-judged'],
    ['never judged', latest('not-judged', 'missing'), 'not-judged'],
    ['met after a breach', latest('met', null, 'breach'), 'met'],
    ['met, and a period that has not ended', latest('not-judged', 'period-not-ended', 'met'), 'met'],
    ['a breach, and a period that has not ended', latest('not-judged', 'period-not-ended', 'breach'), 'breach'],
  ])('%s', (_, document, standing) => expect(standingOf(document)).toBe(standing));
});

describe('a partnership summary', () => {
  const counted = (theme: string, standing: Counted['standing']): Counted => ({
    ...{ home: 'E08000021', lsp: 'E08000021', region: 'E12000001', theme, standing },
  });
  const all = [counted('crime', 'breach'), counted('crime', 'met'), counted('health', 'met'), counted('crime', 'met')];
  const sum = (some: readonly Counted[], from?: PartnershipSummary, by: 1 | -1 = 1): PartnershipSummary | undefined =>
    some.reduce((summary, one) => withCounted(summary, one, by), from);

  it('counts by theme and standing', () =>
    expect(sum(all)).toEqual({
      id: 'E08000021',
      lsp: 'E08000021',
      region: 'E12000001',
      themes: { crime: { breach: 1, met: 2 }, health: { met: 1 } },
    }));
  it('is the same bytes in whatever order it was counted', () =>
    expect(JSON.stringify(sum(all.toReversed()))).toBe(JSON.stringify(sum(all))));
  it('forgets what it no longer counts, and is gone with the last', () => {
    expect(sum(all.slice(1), sum(all), -1)?.themes).toEqual({ crime: { breach: 1 } });
    expect(sum(all, sum(all), -1)).toBeUndefined();
  });
  it('counts an area outside every district for itself', () =>
    expect(countedOf({ area: 'E92000001', lsp: null, region: null, theme: 'crime', ...latest('met', null) })).toMatchObject({
      home: 'E92000001',
      lsp: null,
    }));
});

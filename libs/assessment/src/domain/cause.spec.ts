import { judgement } from '../testing/evidence.js';
import { causeOf, sameJudgement } from './cause.js';

const before = judgement(1, { comparator: { area: 'E92000001', value: 19 }, cause: 'first' });

describe('the cause of a judgement', () => {
  it.each([
    ['own-figure', { value: 36 }, 'figures'],
    ['own-figure', { status: 'revised' }, 'figures'],
    ['comparator', { comparator: { area: 'E92000001', value: 18 }, floor: 54 }, 'figures'],
    ['target-version', { targetVersion: 2, floor: 40 }, 'targets'],
    ['method', { value: 36 }, 'indicators'],
    ['method', { expected: 3 }, 'indicators'],
    ['boundary', { value: 36 }, 'areas'],
    ['boundary', { outcome: 'not-judged', reason: 'not-comparable' }, 'figures'],
  ] as const)('is %s', (cause, now, occasion) => expect(causeOf(before, { ...before, ...now }, occasion)).toBe(cause));

  it('is first where there was none', () => expect(causeOf(undefined, before, 'figures')).toBe('first'));
  it('stays what it was where nothing changed', () => {
    const again = { ...before, cause: 'none' as const, position: '9' };
    expect(sameJudgement(before, again)).toBe(true);
    expect(causeOf(before, again, 'areas')).toBe('first');
  });
});

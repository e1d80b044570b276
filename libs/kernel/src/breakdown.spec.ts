import { canonicalBreakdown } from './breakdown.js';

describe('a breakdown (design 4.2: keys are compared in canonical form)', () => {
  it.each([
    ['', ''],
    ['sex=male', 'sex=male'],
    ['Sex=Male', 'sex=male'],
    [' sex = male ; age=16-24', 'age=16-24;sex=male'],
    ['age=16-24;sex=male;', 'age=16-24;sex=male'],
    ['sex=male;sex=male', 'sex=male'],
    ['Ynys \u00a0Môn', 'ynys môn'],
  ])('%j is %j', (text, canonical) => expect(canonicalBreakdown(text)).toBe(canonical));
  it('stays as it is when it is canonical', () => expect(canonicalBreakdown(canonicalBreakdown('B=1;a=2'))).toBe('a=2;b=1'));
});

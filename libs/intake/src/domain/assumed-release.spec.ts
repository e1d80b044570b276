import { assumedReleaseNote, earlyReleaseNote } from './assumed-release.js';

describe('a release date that nobody stated', () => {
  it.each([
    ['figures of two years ago', '2004-06-01', ['C2001', 'C2002'], 'release-date-assumed'],
    ['figures of last month', '2004-06-01', ['C2001', 'M2004-05'], undefined],
    ['figures that ended a year ago to the day', '2004-01-01', ['C2002'], undefined],
    ['figures that ended a year and a day ago', '2004-01-02', ['C2002'], 'release-date-assumed'],
    ['no figures at all', '2004-06-01', [], undefined],
  ])('is questioned for %s (%s, %j): %s', (_, released, periods, code) => expect(assumedReleaseNote(released, periods)?.code).toBe(code));
});

describe('a release date that lies before the figures’ periods', () => {
  it.each([
    ['2004-06-01', ['C2003', 'M2004-06'], undefined],
    ['2004-05-31', ['C2003', 'M2004-06'], 'released-before-period'],
    ['2004-05-31', [], undefined],
  ])('is noted (%s, %j): %s', (released, periods, code) => expect(earlyReleaseNote(released, periods)?.code).toBe(code));
});

import { faultPointsOf, KillAt, NoFaults } from './fault-points.js';

describe('fault points', () => {
  it('strike at the nth passing of their own place, once', () => {
    const struck: string[] = [];
    const points = new KillAt('complete', 2, () => struck.push('now'));
    for (const name of ['complete', 'judge', 'judge']) points.hit(name);
    expect(struck).toEqual([]);
    for (const name of ['complete', 'complete', 'complete']) points.hit(name);
    expect(struck).toEqual(['now']);
  });
  it('are passed unless a setting names one', () => {
    expect(faultPointsOf({ fault: null })).toBeInstanceOf(NoFaults);
    expect(faultPointsOf({ fault: { name: 'judge', nth: 1 } })).toBeInstanceOf(KillAt);
  });
});

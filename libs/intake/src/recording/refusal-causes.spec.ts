import { RefusalCauses } from './refusal-causes.js';

describe('causes of refusals', () => {
  it('group rows by code and subject, the greatest first, with the first line', () => {
    const causes = new RefusalCauses();
    causes.add({ code: 'unknown-area', line: 3 }, 'E1');
    causes.add({ code: 'unknown-area', line: 12 }, 'E2');
    causes.add({ code: 'unknown-area', line: 13 }, 'E2');
    causes.add({ code: 'too-few-cells', line: 14 }, undefined);
    expect(causes.greatest()).toEqual([
      { code: 'unknown-area', subject: 'E2', rows: 2, firstLine: 12 },
      { code: 'unknown-area', subject: 'E1', rows: 1, firstLine: 3 },
      { code: 'too-few-cells', subject: null, rows: 1, firstLine: 14 },
    ]);
  });

  it('are bounded, and every row is counted all the same', () => {
    const causes = new RefusalCauses();
    for (let i = 1; i <= 5000; i++) causes.add({ code: i % 2 ? 'unknown-area' : 'unknown-marker', line: i }, `text ${i}`);
    const all = causes.greatest();
    expect(all.length).toBeLessThanOrEqual(52);
    expect(all.reduce((sum, { rows }) => sum + rows, 0)).toBe(5000);
    expect(
      all
        .filter(({ subject }) => subject === null)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['unknown-area', 'unknown-marker']);
  });

  it('are counted by code however many are shown (issue 9, 5: "7 unknown areas in 9,352 rows")', () => {
    const causes = new RefusalCauses();
    for (let i = 1; i <= 3950; i++) causes.add({ code: 'unknown-area', line: i }, `E${i % 1975}`);
    causes.add({ code: 'unknown-marker', line: 4000 }, '..');
    causes.add({ code: 'blank-value', line: 4001 }, undefined);
    expect(causes.distinct()).toEqual({ 'unknown-area': 1975, 'unknown-marker': 1 });
  });

  it('of which there are too many to tell apart are given no number', () => {
    const causes = new RefusalCauses();
    causes.add({ code: 'unknown-marker', line: 1 }, '..');
    for (let i = 1; i <= 60_000; i++) causes.add({ code: 'unknown-area', line: i }, `E${i}`);
    expect(causes.distinct()).toEqual({ 'unknown-marker': 1 });
  });
});

import { aReceipt } from '../testing/receipts.js';
import { receiptText } from './receipt-text.js';

const shown = (more: Parameters<typeof aReceipt>[0]): string => receiptText(aReceipt(more), 'a.csv', 'http://127.0.0.1:3000');

describe('a receipt as text', () => {
  it('groups refused rows by cause, with counts and the first line', () => {
    const subjects = Array.from({ length: 7 }, (_, i) => ({
      code: 'unknown-area',
      subject: `E0101195${i}`,
      rows: 31 + i,
      firstLine: 12 + i,
    }));
    const blank = { code: 'blank-value', subject: null, rows: 2, firstLine: 40 };
    const rows = { read: 9_352, taken: 9_112, refused: 240, ignored: 0 };
    const text = shown({ rows, refusalsByCause: [...subjects, blank] });
    expect(text.replace(/\s+/g, ' ')).toContain('7 unknown areas in 238 rows: E01011950 (31 rows, first at line 12), E01011951');
    expect(text).toContain('and 2 more');
    expect(text).toContain('blank value: 2 rows, first at line 40');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('counts unknown areas that are too many to name (issue 9, 5: counts of causes)', () => {
    const named = Array.from({ length: 50 }, (_, i) => ({ code: 'unknown-area', subject: `E${i}`, rows: 2, firstLine: 2 + i }));
    const others = { code: 'unknown-area', subject: null, rows: 1925, firstLine: 52 };
    const text = shown({ refusalsByCause: [others, ...named], causes: { 'unknown-area': 1975 } }).replace(/\s+/g, ' ');
    expect(text).toContain('1,975 unknown areas in 2,025 rows: E0 (2 rows, first at line 2)');
    expect(text).toContain('and 1,970 more');
  });

  it('says what an unknown text may have been meant for (issue 9, 5: the nearest code)', () => {
    const detail = 'The catalogue has no area "E0800021": did you mean E08000021 (Newcastle upon Tyne)? Correct it.';
    const refusal = { row: 2, line: 3, column: 'area', code: 'unknown-area', detail, retryable: true };
    const cause = { code: 'unknown-area', subject: 'E0800021', rows: 31, firstLine: 3 };
    const lines = shown({ refusals: [refusal], refusalsByCause: [cause] }).split('\n');
    expect(lines).toContain('    E0800021: did you mean E08000021 (Newcastle upon Tyne)?');
  });

  it('claims no number of unknown areas where the server names the greatest alone', () => {
    const causes = [
      { code: 'unknown-area', subject: 'E01011954', rows: 31, firstLine: 12 },
      { code: 'unknown-area', subject: null, rows: 69, firstLine: 3 },
    ];
    expect(shown({ refusalsByCause: causes }).replace(/\s+/g, ' ')).toContain('more than 1 unknown area in 100 rows: E01011954 (31 rows');
  });

  it('never says of a dry run that something was recorded', () => {
    const text = shown({
      dryRun: true,
      submission: null,
      position: null,
      observations: { recorded: 3, revised: 1, confirmed: 2, dropped: 1, older: 1 },
    });
    expect(text).toContain('dry run, nothing is kept');
    expect(text.replace(/\s+/g, ' ')).toContain('3 would be recorded, 1 would be revised, 2 unchanged');
    expect(text.replace(/\s+/g, ' ').replaceAll('would be recorded', '')).not.toContain('recorded');
  });

  it('says of a dry run of what is recorded already that it would change nothing', () => {
    const observations = { recorded: 0, revised: 0, confirmed: 3, dropped: 0, older: 0 };
    const text = shown({ dryRun: true, again: true, submission: null, position: null, observations }).replace(/\s+/g, ' ');
    expect(text).toMatch(/dry run: the same file as before; pushing it would change nothing\..*3 unchanged/);
  });

  it('says what a push changed: again, unchanged, older, withdrawn, reinstated, judged anew, and the address of its page', () => {
    const by = { why: 'It was right', by: 'A', at: '2024-06-02T09:00:00Z' };
    expect(shown({ again: true })).toContain('the same file as before');
    expect(shown({ observations: { recorded: 0, revised: 0, confirmed: 5, dropped: 0, older: 2 } })).toMatch(
      /it changes nothing[^]*5 unchanged, 2 older/,
    );
    expect(shown({ withdrawn: by })).toMatch(/is withdrawn[^]*by A: It was right/);
    expect(shown({ reinstated: by })).toMatch(/it counts again[^]*reinstated +by A/);
    expect(shown({ elements: ['C00.floor'], page: '/submissions/s-1' })).toMatch(
      /judged anew +C00.floor\n +page +http:\/\/127.0.0.1:3000\/submissions\/s-1/,
    );
  });
});

import { BadHouse, reasons } from '../house/bad-house.ts';
import type { Answer } from '../house/house.ts';

const HEAD = 'indicator,area,period,value';
const G = 'E08000037';
const NEW = 'E08000099';

describe('second thoughts', () => {
  const house = new BadHouse();
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove());

  it('rows of an area that is imported later are taken when the same file comes again, as attempt 2', async () => {
    const text = [HEAD, `skills.pupils,${NEW},2001,5`, `skills.pupils,${G},2001,6`, `skills.pupils,${G},2002,-1`, ''].join('\n');
    const first = await house.csv(text);
    expect(reasons(first)).toEqual([
      [1, 'area', 'unknown-area'],
      [3, 'value', 'negative-count'],
    ]);
    expect(first.body.refusals.map((r: Answer) => r.retryable)).toEqual([true, false]);
    const again = await house.csv(text);
    expect([again.status, again.body]).toEqual([200, { ...first.body, again: true }]); // Nothing has changed: the first receipt stands.
    await house.post('/v1/areas', [{ code: NEW, name: 'Newly made' }]);
    const second = await house.csv(text);
    expect([second.status, second.body.attempt, second.body.submission]).toEqual([201, 2, first.body.submission]);
    expect(second.body.rows).toEqual({ read: 3, taken: 2, refused: 1, ignored: 0 });
    expect([await house.value('skills.pupils', NEW, '2001'), await house.value('skills.pupils', G, '2001')]).toEqual([5, 6]);
    expect((await house.csv(text)).status).toBe(200);
    const listed = (await house.get('/v1/submissions?limit=100')).items.filter((s: Answer) => s.submission === first.body.submission);
    expect(listed).toHaveLength(1);
  });

  it('an indicator that is defined later is taken in the same way', async () => {
    const text = [HEAD, `skills.late,${G},2001,5`, ''].join('\n');
    expect(reasons(await house.csv(text))).toEqual([[1, 'indicator', 'unknown-indicator']]);
    const late = {
      name: 'Late',
      theme: 'skills',
      measure: 'count',
      per: 1,
      behaviour: 'flow',
      polarity: 'higher',
      frequency: 'calendar',
      decimals: 0,
    };
    await house.post('/v1/indicators', { code: 'skills.late', ...late, why: 'A test' });
    expect((await house.csv(text)).body).toMatchObject({ attempt: 2, rows: { taken: 1, refused: 0 } });
    expect(await house.value('skills.late', G, '2001')).toBe(5);
  });

  it('a withdrawn submission stops counting, what stood before it stands again, and it counts again when it is reinstated', async () => {
    const [old, wrong] = [`${HEAD}\nskills.pupils,${G},1990,10\n`, `${HEAD}\nskills.pupils,${G},1990,99\nskills.pupils,${G},1991,98\n`];
    await house.csv(old, { released: '2024-01-01' });
    const { body } = await house.csv(wrong, { released: '2024-02-01' });
    expect(await house.value('skills.pupils', G, '1990')).toBe(99);
    const withdrawal = `/v1/submissions/${body.submission}/withdrawal`;
    const short = await house.request('POST', withdrawal, { body: '{"why":"oops"}', headers: { 'content-type': 'application/json' } });
    expect(short.status).toBe(400);
    const withdrawn = await house.post(withdrawal, { why: 'The spreadsheet was last year’s' });
    expect(withdrawn.withdrawn).toMatchObject({ why: 'The spreadsheet was last year’s' });
    expect([await house.value('skills.pupils', G, '1990'), await house.value('skills.pupils', G, '1991')]).toEqual([10, undefined]);
    const then = await house.get(`/v1/series/skills.pupils/${G}?asOf=pos:${body.position}`);
    expect(then.observations.find((o: Answer) => o.period === '1990').value).toBe(99);
    await expect(house.post(withdrawal, { why: 'Twice is once too often' })).rejects.toThrow('already-withdrawn');
    const again = await house.csv(wrong, { released: '2024-02-01' });
    expect([again.status, again.body.code]).toEqual([409, 'withdrawn']); // Nothing counts again without a reason.
    const reinstated = await house.post(withdrawal.replace('withdrawal', 'reinstatement'), { why: 'It was right after all' });
    expect(reinstated).toMatchObject({
      submission: body.submission,
      state: 'completed',
      withdrawn: null,
      reinstated: { why: 'It was right after all' },
    });
    await expect(house.post(withdrawal.replace('withdrawal', 'retry'), {})).rejects.toThrow('nothing-to-retry');
    expect(await house.value('skills.pupils', G, '1990')).toBe(99);
  });

  it('a team withdraws on its own feeds alone', async () => {
    const mine = await house.csv(`${HEAD}\nskills.pupils,${G},1980,1\n`, { feed: 'gateshead' });
    const others = await house.csv(`${HEAD}\nskills.pupils,${G},1981,1\n`);
    const as = (id: string): Promise<{ status: number }> =>
      house.request('POST', `/v1/submissions/${id}/withdrawal`, {
        body: '{"why":"It was a mistake"}',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${house.teamToken}` },
      });
    expect([(await as(others.body.submission)).status, (await as(mine.body.submission)).status]).toEqual([403, 200]);
    const { items } = await (
      await house.request('GET', '/v1/submissions', { headers: { authorization: `Bearer ${house.teamToken}` } })
    ).body;
    expect(new Set(items.map((s: Answer) => s.feed))).toEqual(new Set(['gateshead']));
  });

  it('more than a thousand refused rows are all kept, a thousand of them on the receipt', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => `skills.pupils,${G},${1000 + (i % 900)},-${i + 1}`);
    const { body } = await house.csv([HEAD, ...rows, ''].join('\n'));
    expect([body.rows.refused, body.refusals.length]).toEqual([2500, 1000]);
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await house.get(`/v1/submissions/${body.submission}/refusals?limit=900${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((r: Answer) => r.row));
      cursor = page.next;
    }
    expect(seen).toEqual(rows.map((_, i) => i + 1));
  });
});

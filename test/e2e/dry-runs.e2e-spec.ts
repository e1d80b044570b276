import { BadHouse } from '../house/bad-house.ts';

const G = 'E08000037';
const UNKNOWN = 'E08000099';
const body = (year: number, area = G): string =>
  `indicator,area,period,value\nskills.pupils,${G},${year},7\nskills.pupils,${area},${year + 1},8\n`;

describe('a dry run says what the push would come to', () => {
  const house = new BadHouse();
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove());

  it('of a file that is recorded already: that it is the same again, and that nothing would change', async () => {
    const { body: first } = await house.csv(body(1700));
    const { status, body: tried } = await house.csv(body(1700), { dryRun: true });
    expect([status, tried.again, tried.dryRun, tried.state, tried.position]).toEqual([200, true, true, 'tried', null]);
    expect(tried.observations).toEqual({ recorded: 0, revised: 0, confirmed: 2, dropped: 0, older: 0 });
    expect([tried.submission, tried.rows, tried.page]).toEqual([first.submission, first.rows, first.page]);
  });

  it('of a file with rows that would be refused again: the same, with all of them', async () => {
    await house.csv(body(1710, UNKNOWN));
    const { body: tried } = await house.csv(body(1710, UNKNOWN), { dryRun: true });
    expect([tried.again, tried.observations.recorded, tried.refusals.length]).toEqual([true, 0, 1]);
  });

  it('of a file with rows that may be taken now: what the push then says', async () => {
    const late = 'E08000098';
    await house.csv(body(1720, late));
    await house.post('/v1/areas', [{ code: late, name: 'Lately', parent: 'E12000001' }]);
    const { body: tried } = await house.csv(body(1720, late), { dryRun: true });
    const { body: pushed } = await house.csv(body(1720, late));
    expect([tried.again, pushed.again]).toEqual([false, false]);
    expect([tried.rows, tried.observations]).toEqual([pushed.rows, pushed.observations]);
  });

  it('of a file that was withdrawn: that it is refused until somebody reinstates it', async () => {
    const { body: first } = await house.csv(body(1730));
    await house.post(`/v1/submissions/${first.submission}/withdrawal`, { why: 'It was the wrong file' });
    const tried = await house.csv(body(1730), { dryRun: true });
    const pushed = await house.csv(body(1730));
    expect([tried.status, tried.body.code]).toEqual([pushed.status, pushed.body.code]);
    expect(tried.body.code).toBe('withdrawn');
  });
});

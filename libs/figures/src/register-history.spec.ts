import { columnsOf, figure, pageOf, type RegisterEvent, RegisterHistory, type RegisterPage, toRuns } from './index.js';

/** An event of one area in one month, of one breakdown as the log of then spelled it. */
function told(
  type: 'FiguresRecorded' | 'FiguresConfirmed',
  submission: string,
  released: string,
  breakdown: string,
  value = 0,
): RegisterEvent {
  const columns = type === 'FiguresRecorded' ? columnsOf([figure(value)]) : {};
  const cells = [{ period: 'M2020-05', breakdown, areas: toRuns([0]), ...columns }];
  const areas = submission === 'aa' ? { areas: ['62'] } : {};
  return { type, data: { v: 1, submission, released, ...areas, cells } } as RegisterEvent;
}

function historyOf(...events: readonly RegisterEvent[]): RegisterHistory {
  const history = new RegisterHistory();
  for (const event of events) history.add(event);
  return history;
}

const page = (...events: readonly RegisterEvent[]): RegisterPage =>
  pageOf('E010081', historyOf(...events), () => ({ recordedAt: '2024-01-01T00:00:00Z' }));

describe('a breakdown in another order or case (design 4.3: keys are compared in canonical form)', () => {
  const old = told('FiguresRecorded', 'aa', '2020-06-01', 'Sex=Male; age=16-24', 3);
  const now = told('FiguresRecorded', 'bb', '2020-07-01', 'age=16-24;sex=male', 4);

  it('is one observation with the canonical spelling, and the later release stands', () =>
    expect(page(old, now).blocks).toMatchObject([{ breakdown: 'age=16-24;sex=male', value: [4] }]));

  it('is found under its canonical text where no other spelling was ever written', () => {
    expect(page(old).blocks).toMatchObject([{ breakdown: 'age=16-24;sex=male', value: [3] }]);
    expect(historyOf(old).block('M2020-05', 'age=16-24;sex=male')?.statements(0)).toHaveLength(1);
  });

  it('that says nothing is the headline', () =>
    expect(page(told('FiguresRecorded', 'aa', '2020-06-01', ' ; ', 3)).blocks[0]).not.toHaveProperty('breakdown'));

  it('confirms the figure of its own spelling, with which it was compared when it was written', () => {
    const again = told('FiguresConfirmed', 'cc', '2020-08-01', 'Sex=Male; age=16-24');
    expect(page(old, now, again).blocks).toMatchObject([{ value: [3] }]);
  });

  it('is confirmed by the canonical one, which is compared with every spelling', () => {
    const again = told('FiguresConfirmed', 'cc', '2020-08-01', 'age=16-24;sex=male');
    expect(page(old, again).blocks).toMatchObject([{ value: [3] }]);
  });
});

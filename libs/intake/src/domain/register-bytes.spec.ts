import { EVENT_BYTES_MAX } from '#libs/event-store';
import { columnsOf, RegisterHistory, type Figure } from '#libs/figures';
import { decideRegister, statedBlock } from './register.js';

const long = -1.23456789012e-100;
const figure = (i: number, more = 0): Figure => ({
  value: long - more,
  numerator: long,
  denominator: long,
  lower: long,
  upper: long,
  level: 99.8,
  status: 'final',
  reason: `${'x'.repeat(30)}-${i % 10}`,
});
const blocks = (more = 0) =>
  Array.from({ length: 40 }, (_, b) => ({
    ...statedBlock(
      `M2020-${String((b % 12) + 1).padStart(2, '0')}`,
      Array.from({ length: 100 }, (_, i) => ({ area: String(i).padStart(2, '0'), figure: figure(i, more), row: i * 500_000 })),
      columnsOf,
    ),
    breakdown: `${'\u00e9'.repeat(95)}=${b}`,
  }));
const command = (more = 0, submission = 's') => ({
  submission,
  released: '2021-01-01',
  receivedOn: '2021-01-01',
  blocks: blocks(more),
  complete: null,
  completeBefore: [],
});

describe('register events (design 4.3: bounds are measured in bytes as written)', () => {
  it('are within the bound of an event, whatever they state, recorded and revised', () => {
    const history = new RegisterHistory();
    const first = decideRegister(command(), history);
    if (!('events' in first)) throw new Error('refused');
    for (const event of first.events) history.add(event);
    const second = decideRegister(command(1, 't'), history);
    if (!('events' in second)) throw new Error('refused');
    expect(second.tally.revised).toBe(4000);
    for (const { data } of [...first.events, ...second.events])
      expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(EVENT_BYTES_MAX);
  });
});

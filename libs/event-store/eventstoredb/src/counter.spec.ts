import type { Position } from '#libs/event-store';
import { Counter } from './counter.js';
import type { LogReader } from './log-reader.js';

const at = (n: number): Position => (n === 0 ? '' : n.toString(16).padStart(32, '0'));

/** A log of that many events at 1, 2, 3 ..., and how many of them were read. */
class Log {
  read = 0;

  constructor(public length: number) {}

  async positionsAfter(position: Position, limit: number): Promise<Position[]> {
    const after = position === '' ? 0 : parseInt(position, 16);
    const page = Array.from({ length: Math.min(limit, this.length - after) }, (_, n) => at(after + n + 1));
    this.read += page.length;
    return page;
  }
}
const counterOf = (log: Log): Counter => new Counter(log as unknown as LogReader);

describe('counting the events after a position', () => {
  it('reads each event once, however often it is asked and wherever its readers are', async () => {
    const log = new Log(5_000);
    const counter = counterOf(log);
    expect(await Promise.all([counter.countAfter(''), counter.countAfter(at(10)), counter.countAfter(at(4_990))])).toEqual([
      5_000, 4_990, 10,
    ]);
    log.length = 6_500;
    expect([await counter.countAfter(at(6_000)), await counter.countAfter(at(4_000))]).toEqual([500, 2_500]);
    expect(log.read).toBeLessThanOrEqual(8_000);
  });

  it('keeps up with a reader at the end while another is far behind', async () => {
    const log = new Log(250_000);
    const counter = counterOf(log);
    for (let behind = 0; behind < 100; behind++) {
      expect([await counter.countAfter(at(behind)), await counter.countAfter(at(249_900 + behind))]).toEqual([100_000, 100 - behind]);
    }
    expect(log.read).toBeLessThan(102_000);
  });

  it('counts to 100,000 and on from there as the reader goes on', async () => {
    const log = new Log(150_000);
    const counter = counterOf(log);
    const counts: number[] = [];
    for (const position of [0, 40_000, 60_000, 149_999, 150_000]) counts.push(await counter.countAfter(at(position)));
    expect(counts).toEqual([100_000, 100_000, 90_000, 1, 0]);
    expect(log.read).toBeLessThanOrEqual(152_000);
  });

  it('begins again where it is asked for what was forgotten', async () => {
    const log = new Log(150_000);
    const counter = counterOf(log);
    for (const position of [0, 60_000, 120_000, 10]) await counter.countAfter(at(position));
    expect(await counter.countAfter(at(149_000))).toBe(1_000);
    expect(await counter.countAfter(at(100_000))).toBe(50_000);
  });
});

import { type EventStore, type NewEvent, WrongVersion } from '#libs/event-store';
import { londonDate } from './london.js';
import { Timekeeper } from './timekeeper.js';

/** A calendar stream and no more. */
class Days {
  readonly log: NewEvent[] = [];
  race: (() => void) | undefined;
  lastRecorded: string | null = null;
  lastRecordedAt = async () => this.lastRecorded;
  versions = async () => [this.log.length];
  read = async ({ after = 0 }) => this.log.slice(after);
  append = async (stream: string, expected: number, events: readonly NewEvent[]) => {
    this.race?.();
    if (expected !== this.log.length) throw new WrongVersion(stream, expected, this.log.length);
    this.log.push(...events);
    return { version: this.log.length, position: '' };
  };
  get dates() {
    return this.log.map(({ data }) => (data as { date: string }).date);
  }
}

const keeper = (days: Days, moment: string) => new Timekeeper(days as unknown as EventStore, { now: () => new Date(moment) });

describe('the timekeeper', () => {
  it('begins today once, however often it looks', async () => {
    const days = new Days();
    for (let i = 0; i < 3; i++) await keeper(days, '2004-05-31T12:00:00Z').beginDays();
    expect(days.dates).toEqual(['2004-05-31']);
    expect(days.log[0]).toMatchObject({ type: 'DayBegan', data: { v: 1, date: '2004-05-31' } });
  });
  it('goes by the date in London, where summer midnight comes an hour early', async () => {
    const days = new Days();
    await keeper(days, '2004-05-31T22:59:59Z').beginDays();
    await keeper(days, '2004-05-31T23:00:00Z').beginDays();
    expect(days.dates).toEqual(['2004-05-31', '2004-06-01']);
    expect(londonDate(new Date('2004-12-31T23:59:59Z'))).toBe('2004-12-31');
    expect(londonDate(new Date('2004-06-30T23:30:00Z'))).toBe('2004-07-01');
    expect(londonDate(new Date('2004-10-30T23:30:00Z'))).toBe('2004-10-31'); // The clocks go back an hour and a half later.
    expect(londonDate(new Date('2004-10-31T23:30:00Z'))).toBe('2004-10-31');
  });
  it('catches up after a stop of two years, each day once and under an id of its own', async () => {
    const days = new Days();
    await keeper(days, '2003-01-01T12:00:00Z').beginDays();
    await keeper(days, '2005-01-01T12:00:00Z').beginDays();
    expect(days.log).toHaveLength(732);
    expect(new Set(days.log.map(({ id }) => id)).size).toBe(732);
  });
  it('leaves it at that when another was quicker', async () => {
    const days = new Days();
    const slow = keeper(days, '2004-05-31T12:00:00Z');
    days.race = () => {
      days.race = undefined;
      days.log.push({ id: 'x', type: 'DayBegan', data: { v: 1, date: '2004-05-31' } });
    };
    await slow.beginDays();
    expect(days.dates).toEqual(['2004-05-31']);
  });
  describe('and the clock (design 4.7)', () => {
    const DAY = 86_400_000;
    /** A keeper whose two clocks are moved, and which looks at them. */
    const watched = (days: Days, confirmed: string | null = null) => {
      const at = { wallMs: Date.parse('2004-05-31T12:00:00Z'), monotonicMs: 0 };
      const terms = { monotonicMs: () => at.monotonicMs, toleranceMs: 60_000, confirmed };
      const own = new Timekeeper(days as unknown as EventStore, { now: () => new Date(at.wallMs) }, terms);
      const pass = async (ms: number, jumpMs = 0) => {
        at.wallMs += ms + jumpMs;
        at.monotonicMs += ms;
        await own.beginDays();
      };
      return { own, pass };
    };

    it('a clock behind the log stops the start with one sentence', async () => {
      const days = new Days();
      days.lastRecorded = '2004-06-30T12:00:00.000Z';
      await expect(watched(days).own.start()).rejects.toThrow(/says 2004-05-31.*recorded at 2004-06-30.*Set the clock right/);
      expect(days.log).toEqual([]);
    });
    it('but not where a person has confirmed it', async () => {
      const days = new Days();
      days.lastRecorded = '2004-06-30T12:00:00.000Z';
      const { own } = watched(days, '2004-05-31');
      await own.start();
      await own.stop();
      expect(days.dates).toEqual(['2004-05-31']);
    });
    it('a jump is an issue and begins no day; a clock that comes back goes on as before', async () => {
      const days = new Days();
      const { own, pass } = watched(days);
      await own.start();
      await own.stop();
      await pass(30_000, 400 * DAY);
      await pass(3_600_000);
      expect(days.dates).toEqual(['2004-05-31']);
      expect(own.issues()).toMatchObject([{ severity: 'degraded', code: 'clock-jumped' }]);
      expect(own.issues()[0]!.text).toContain('forward by 400 days');
      await pass(DAY, -400 * DAY);
      expect(own.issues()).toEqual([]);
      expect(days.dates).toEqual(['2004-05-31', '2004-06-01']);
    });
    it('days pass without a jump, and a machine that slept for a night begins them a little later', async () => {
      const days = new Days();
      const { own, pass } = watched(days);
      await own.start();
      await own.stop();
      await pass(DAY);
      await pass(30_000, DAY);
      expect(days.dates).toHaveLength(2);
      await pass(15 * 60_000);
      expect(days.dates).toHaveLength(3);
    });
    it('after a stop of more than a month no day begins until it is confirmed', async () => {
      const days = new Days();
      days.lastRecorded = '2004-03-01T12:00:00.000Z';
      await days.append('calendar', 0, [{ id: 'x', type: 'DayBegan', data: { v: 1, date: '2004-03-01' } }]);
      const { own } = watched(days);
      await own.start();
      await own.stop();
      expect([days.dates.length, own.issues().length]).toEqual([1, 1]);
      const confirmed = watched(days, '2004-05-31');
      await confirmed.own.start();
      await confirmed.own.stop();
      expect([days.dates.at(-1), confirmed.own.issues().length]).toEqual(['2004-05-31', 0]);
    });
  });

  it('passes on any other fault of a start', async () => {
    const days = new Days();
    days.race = () => {
      throw new Error('disk full');
    };
    await expect(keeper(days, '2004-05-31T12:00:00Z').start()).rejects.toThrow('disk full');
  });
});

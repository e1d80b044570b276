import { type EventStore, type NewEvent, WrongVersion } from '#libs/event-store';
import { londonDate } from './london.js';
import { Timekeeper } from './timekeeper.js';

/** A calendar stream and no more. */
class Days {
  readonly log: NewEvent[] = [];
  race: (() => void) | undefined;
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
  it('passes on any other fault of a start', async () => {
    const days = new Days();
    days.race = () => {
      throw new Error('disk full');
    };
    await expect(keeper(days, '2004-05-31T12:00:00Z').start()).rejects.toThrow('disk full');
  });
});

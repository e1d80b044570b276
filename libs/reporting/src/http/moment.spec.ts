import { Refusal } from '#libs/kernel';
import { endOfDay, parseAsOf } from './moment.js';

describe('asOf', () => {
  it('takes a date for the end of that day in London, winter and summer', () => {
    expect(endOfDay('2004-01-31')).toBe('2004-01-31T23:59:59.999Z');
    expect(endOfDay('2004-06-30')).toBe('2004-06-30T22:59:59.999Z');
    expect(endOfDay('2004-03-28')).toBe('2004-03-28T22:59:59.999Z'); // The clocks went forward that morning.
    expect(endOfDay('2004-10-31')).toBe('2004-10-31T23:59:59.999Z');
  });
  it('takes a moment of any offset', () => expect(parseAsOf('2004-05-01T12:00:00+01:00')).toEqual({ moment: '2004-05-01T11:00:00.000Z' }));
  it('takes a position', () => expect(parseAsOf('pos:0000012')).toEqual({ position: '0000012' }));
  it.each(['yesterday', '2004-02-30', '2004-02-30T00:00:00Z', '2004-05-01T12:00', 'pos:', "pos:' or 1"])('refuses %s', (text) =>
    expect(parseAsOf(text)).toBeInstanceOf(Refusal),
  );
});

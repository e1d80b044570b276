import { twelveDigits } from './numbers.js';

describe('a figure of twelve digits', () => {
  it.each([
    [56.10000000000001, 56.1],
    [37.487629999999996, 37.48763],
    [0.1 + 0.2, 0.3],
    [123456789012, 123456789012],
    [-0, 0],
    [10.839712197423326, 10.8397121974],
  ])('%d is %d', (x, y) => expect(Object.is(twelveDigits(x), y)).toBe(true));
});

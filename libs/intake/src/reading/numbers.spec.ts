import fc from 'fast-check';
import { twelveDigits } from '#libs/kernel';
import { NOT_A_NUMBER, parseNumber } from './numbers.js';

const parse = (text: string): number => {
  const bytes = Buffer.from(`,${text},`);
  return parseNumber(bytes, 1, bytes.length - 1);
};

describe('a number in a cell', () => {
  it.each([
    ['5', 5],
    ['  5', 5],
    ['5 ', 5],
    ['\u00a05\u00a0', 5],
    ['5\r\n', 5],
    ['\ufeff1,688', 1688],
    ['+5', 5],
    ['-0.5', -0.5],
    ['-0', 0],
    ['.5', 0.5],
    ['5.', 5],
    ['1,688', 1688],
    ['12,345,678.5', 12345678.5],
    ['1e3', 1000],
    ['1.5E-3', 0.0015],
    ['56.10000000000001', 56.1],
    ['15.310308000000001', 15.310308],
    ['123456789012345', 123456789012000],
    ['000000000000000000000000001', 1],
    ['0.000000000001', 1e-12],
  ])('%s is read', (text, number) => expect(parse(text)).toBe(number));

  it.each([
    'NaN',
    'Infinity',
    '-Infinity',
    'inf',
    '0x10',
    '£5',
    '5%',
    '1,68',
    ',688',
    '1.2.3',
    '--1',
    '+',
    '-',
    '.',
    'e5',
    '1e',
    '1e999',
    '1 688',
    '1_000',
    '٣',
  ])('%s is not one', (text) => expect(parse(text)).toBe(NOT_A_NUMBER));

  it.each(['', ' ', '\t ', '\u00a0', '\n'])('a blank (%j) is none', (text) => expect(parse(text)).toBeNaN());

  it('is the nearest number of twelve digits, however it is written', () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }), (x) => {
        expect(parse(String(x))).toBe(twelveDigits(x));
        expect(parse(x.toFixed(6))).toBe(twelveDigits(Number(x.toFixed(6))));
      }),
    ));
});

import fc from 'fast-check';
import { packCodes, packNames, packRuns, unpackCodes, unpackNames, unpackRuns } from './columns.js';

const codes = fc
  .uniqueArray(fc.tuple(fc.constantFrom('E', 'W', 'S'), fc.nat(99_999_999)), { selector: ([letter, n]) => letter + n })
  .map((all) => all.map(([letter, n]) => letter + String(n).padStart(8, '0')).sort());
const word = fc.oneof(fc.constantFrom('Ald', '~Bec', '=Cor', '', '~', 'a b'), fc.string({ maxLength: 5 }));
const names = fc.array(
  fc.oneof(
    fc.constant(null),
    fc.constant(0 as const),
    fc.tuple(word, word).map((both) => both.join(' ')),
    word,
  ),
);

describe('the columns of an event', () => {
  it('give back the codes', () => fc.assert(fc.property(codes, (all) => expect(unpackCodes(packCodes(all))).toEqual(all))));
  it('give back the names', () => fc.assert(fc.property(names, (all) => expect(unpackNames(packNames(all))).toEqual(all))));
  it('give back the runs', () => fc.assert(fc.property(fc.array(fc.nat(2)), (all) => expect(unpackRuns(packRuns(all))).toEqual(all))));
  it('say a stem once', () => {
    expect(packNames(['Ald 001A', 'Ald 001B', 'Bec 001A'])).toEqual(['Ald 001A', '~001B', 'Bec 001A']);
    expect(packCodes(['E01000001', 'E01000002', 'E01000010', 'W01000001'])).toEqual(['E01000001', 1, 8, 'W01000001']);
  });
});

import fc from 'fast-check';
import { pack } from './pack.js';
import { unpack } from './unpack.js';

const there = (document: unknown): unknown => unpack(pack(document).bytes);
const plain = (document: unknown): unknown => JSON.parse(JSON.stringify(document));
const jsonBytes = (document: unknown): number => Buffer.byteLength(JSON.stringify(document));

/** Columns as figures have them, and as nobody expects them. */
const numbers = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.tuple(fc.integer(), fc.integer({ min: 0, max: 12 })).map(([whole, decimals]) => whole / 10 ** decimals),
);
const oneKind = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 40 }),
  fc.array(fc.integer({ min: 1000, max: 3000 }), { minLength: 8, maxLength: 40 }),
  fc.array(
    fc.integer({ min: -9999, max: 9999 }).map((n) => n / 100),
    { minLength: 8, maxLength: 40 },
  ),
  fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 8, max: 40 })).map(([n, length]) => Array.from({ length }, () => n)),
  fc
    .tuple(fc.integer(), fc.integer(), fc.integer({ min: 8, max: 40 }))
    .map(([n, step, length]) => Array.from({ length }, (_, i) => n + i * step)),
);
const column = fc.oneof(oneKind, fc.array(fc.option(numbers), { maxLength: 40 }));
const strings = fc.oneof(
  fc.array(fc.constantFrom('final', 'provisional', '~', '~w', '~~', 'suppressed:"small"'), { maxLength: 40 }),
  fc.array(
    fc.nat(999).map((n) => String(n).padStart(3, '0')),
    { maxLength: 40 },
  ),
  fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }),
);
const document = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, fc.jsonValue({ stringUnit: 'binary' }), column, strings, tie('object'), tie('array')),
  object: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '7', '~')), tie('node'), { maxKeys: 6 }),
  array: fc.array(tie('node'), { maxLength: 6 }),
})).node;

describe('a packed document', () => {
  it('comes back as it would through JSON', () =>
    fc.assert(
      fc.property(document, (it) => expect(there(it)).toEqual(plain(it))),
      { numRuns: 2000 },
    ));

  it('never counts fewer bytes of JSON than there are', () =>
    fc.assert(
      fc.property(document, (it) => expect(pack(it).jsonBytesMax).toBeGreaterThanOrEqual(jsonBytes(it))),
      { numRuns: 1000 },
    ));

  it('keeps a `__proto__` key as the key it is', () => {
    const document: unknown = JSON.parse('{"__proto__":[1,2,3,4,5,6,7,8],"constructor":"~"}');
    expect(JSON.stringify(there(document))).toBe(JSON.stringify(document));
  });

  it.each([
    ['tenths', [0.1, 0.2, 0.3, 1e-7, 123456.789012, -0.5, 41, 0]],
    ['the largest whole numbers', [2 ** 53, -(2 ** 53), 2 ** 51, 2 ** 51 + 1, -(2 ** 51), 2 ** 52 + 1, 1, 0]],
    ['numbers beyond nine decimals', [1e-10, 1e300, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1, 2, null]],
    ['nulls alone', Array.from({ length: 100 }, () => null)],
    ['one number a thousand times', Array.from({ length: 1000 }, () => 56.1)],
    ['thirty-three bits', Array.from({ length: 20 }, (_, i) => (i + 1) * 0x3fffffff * (i % 2 ? 1 : -1))],
  ])('keeps %s', (_, column) => expect(there({ column })).toEqual({ column }));

  it('goes on reading what its first version wrote, in every shape of column', () => {
    const of = (one: (i: number) => unknown): unknown[] => Array.from({ length: 12 }, (_, i) => one(i));
    const written = {
      v: 1,
      plain: of((i) => (i === 5 ? 1e7 : i % 3)),
      differences: of((i) => 1e6 + i * i),
      runs: of((i) => (i < 5 ? 41 : 56.1)),
      runsOfDifferences: of((i) => -7 + i * 2.5),
      bits: of((i) => 1000 + ((i * i * 7919) % 500)),
      floats: of((i) => i / 7),
      nulls: of((i) => (i % 4 === 1 ? null : i * 1e14)),
      digits: of((i) => String(i * 3).padStart(2, '0')),
      words: of((i) => (i % 5 ? 'final' : '~')),
      note: '~ é',
    };
    const bytes = Buffer.from(
      'AQKlAXsidiI6MSwicGxhaW4iOiJ+IiwiZGlmZmVyZW5jZXMiOiJ+IiwicnVucyI6In4iLCJydW5zT2ZEaWZmZXJlbmNlcyI6In4iLCJiaXRzIjoifiIsImZsb2F0cyI6In4iLCJudWxscyI6In4iLCJkaWdpdHMiOiJ+MiIsIndvcmRzIjpbIn53Iiwifn4iLCJmaW5hbCJdLCJub3RlIjoifn4gw6kifQAMAAIEAAKA2sQJAAIEAAIEEAyAiXoCBgoOEhYaHiImKiEMtAYE4ggGMQyLAQAyCkAM0A8JAEbDeshsO5UPPG9DPgZQDAAAAAAAAAAAkiRJkiRJwj+SJEmSJEnSP9u2bdu2bds/kiRJkiRJ4j+3bdu2bdvmP9u2bdu2bes/AAAAAAAA8D+SJEmSJEnyPyVJkiRJkvQ/t23btm3b9j9JkiRJkiT5P7AMIgIAAICApI/E+VoAgIDSh+K8LQGAgKSPxPlaAICA0ofivC0BgICkj8T5WgCAgNKH4rwtADAMAAAGCkAMAAHeCw==',
      'base64',
    );
    expect(unpack(bytes)).toEqual(written);
    expect(pack(written).bytes).toEqual(bytes);
  });

  it('deflates a long text', () => {
    const document = { refusals: Array.from({ length: 100 }, (_, row) => ({ row, code: 'unknown-area' })) };
    expect(there(document)).toEqual(document);
    expect(pack(document).bytes.length).toBeLessThan(jsonBytes(document) / 5);
  });

  it.each([[NaN], [[0, 1, 2, 3, 4, 5, 6, Infinity]], [() => 1], [1n]])('refuses %p, which JSON cannot say', (it) =>
    expect(() => pack({ it })).toThrow(/is not JSON/),
  );

  it('refuses a document nested too deep to be read back', () => {
    const deep = Array.from({ length: 600 }).reduce<unknown>((inner) => [inner], 1);
    expect(() => pack(deep)).toThrow(/nested more than 500 deep/);
  });

  it('refuses a later version and damaged bytes', () => {
    const { bytes } = pack({ value: [1, 20, 300, 4000, 50000, 600000, 7000000, 80000000] });
    expect(() => unpack(bytes.subarray(0, bytes.length - 2))).toThrow(/damaged/);
    bytes[0] = 2;
    expect(() => unpack(bytes)).toThrow(/version 2/);
  });
});

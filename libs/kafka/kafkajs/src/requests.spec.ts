import fc from 'fast-check';
import { requestLength, type Waiting } from './requests.js';

const waiting = (topic: string, bytes: number): Waiting<null> => ({
  topic,
  message: { key: 'k', value: 'x'.repeat(bytes), headers: {} },
  ticket: null,
});
const bytesOf = (line: readonly Waiting<null>[]): number => line.reduce((sum, { message }) => sum + message.value.length, 0);

describe('a request', () => {
  it('is of one topic', () => expect(requestLength([waiting('a', 1), waiting('a', 1), waiting('b', 1), waiting('a', 1)])).toBe(2));
  it('is one message where that is too large already', () => expect(requestLength([waiting('a', 2_000_000), waiting('a', 1)])).toBe(1));
  it('is nothing of nothing', () => expect(requestLength([])).toBe(0));
  it('stays under a megabyte, and takes as much as that allows', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        const line = sizes.map((size) => waiting('a', size));
        const length = requestLength(line);
        const bytes = bytesOf(line.slice(0, length));
        expect(bytes).toBeLessThan(1024 * 1024);
        if (length < line.length) expect(bytes + bytesOf([line[length]!])).toBeGreaterThan(800 * 1024);
      }),
    ));
});

import { tableOf } from './table.js';
import { entry, WIDTH, wrapped } from './wrap.js';

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('what is printed', () => {
  it('is broken between words, within 80 columns', () => {
    const text = wrapped(`  ${'several words '.repeat(40).trim()}`, '    ');
    expect(text).toMatch(/^ {2}several/);
    expect(widest(text)).toBeLessThanOrEqual(WIDTH);
    expect(text.split('\n')[1]).toMatch(/^ {4}\S/);
  });
  it('keeps an address in one piece, so that it can be clicked', () =>
    expect(wrapped(`see http://x/${'a'.repeat(100)}`)).toBe(`see\nhttp://x/${'a'.repeat(100)}`));
  it('lines up what is said under its name', () => {
    const [first, second] = entry('note', 'word '.repeat(30).trim()).split('\n');
    expect([first!.slice(0, 20), second!.slice(0, 20)]).toEqual(['  note         word ', `${' '.repeat(15)}word `]);
  });
  it('is a table of at most 80 columns, whatever its cells hold', () => {
    const id = '0f6f3a6e-5c1e-4c57-8f0b-6d2f7a1c9e44';
    const table = tableOf(['submission', 'file', 'why'], [[id, 'a-very-long-file-name'.repeat(3), 'many words '.repeat(12)]]);
    expect(widest(table)).toBeLessThanOrEqual(WIDTH);
    expect(table).toContain(id);
  });
});

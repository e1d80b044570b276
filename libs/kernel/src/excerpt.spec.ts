import { excerpt } from './excerpt.js';

describe('an excerpt', () => {
  it.each([
    ['of a short text is the text', 'Herefordshire, County of', 'Herefordshire, County of'],
    ['of a long text is its beginning', 'x'.repeat(70), `${'x'.repeat(60)}...`],
    ['of several lines is the first cell', '5,final\nA. Person,6', '5...'],
    ['of several lines after a blank one is the first cell', '\n5\tA. Person\r6', '5...'],
    ['of a text with a line end behind it is the text', 'E06000002\n', 'E06000002\n'],
  ])('%s', (_, text, expected) => expect(excerpt(text)).toBe(expected));
  it('is as long as is asked', () => expect(excerpt('abcdef', 3)).toBe('abc...'));
});

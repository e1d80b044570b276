import { Refusal } from '#libs/kernel';
import { parseJson } from './json-text.js';

const bounds = { levelsMax: 32, valuesMax: 2_000 };
const outcome = (json: string | Uint8Array): unknown => {
  const value = parseJson(Buffer.from(json), bounds);
  return value instanceof Refusal ? value.code : 'read';
};
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const members = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`;

describe('JSON', () => {
  it.each([
    ['32 levels', deep(32), 'read'],
    ['33 levels', deep(33), 'json-too-deep'],
    ['60,000 levels', deep(60_000), 'json-too-deep'],
    ['many lists side by side', `[${'[],'.repeat(900)}[]]`, 'read'],
    ['too many lists side by side', `[${'[],'.repeat(1_000)}[]]`, 'json-too-long'],
    ['1,900 members', members(1_900), 'read'],
    ['60,000 members', members(60_000), 'json-too-long'],
    ['brackets and commas in a text', JSON.stringify({ text: '[{,'.repeat(3_000) }), 'read'],
    ['a text that ends in a backslash', JSON.stringify(['\\', '"', '['.repeat(100)]), 'read'],
    ['half a list', '[1,', 'unreadable-json'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'unreadable-json'],
  ])('of %s', (_, json, expected) => expect(outcome(json)).toBe(expected));
});

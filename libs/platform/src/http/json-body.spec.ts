import { isDeeperThan } from './json-body.js';

const deep = (levels: number): Buffer => Buffer.from('['.repeat(levels) + ']'.repeat(levels));

describe('JSON', () => {
  it.each([
    ['32 levels', deep(32), false],
    ['33 levels', deep(33), true],
    ['60,000 levels', deep(60_000), true],
    ['many lists side by side', Buffer.from(`[${'[],'.repeat(1_000)}[]]`), false],
    ['brackets in a text', Buffer.from(JSON.stringify({ text: '[{'.repeat(100) })), false],
    ['a text that ends in a backslash', Buffer.from(JSON.stringify(['\\', '"', '['.repeat(100)])), false],
  ])('of %s is too deep: %s', (_, json, tooDeep) => expect(isDeeperThan(json, 32)).toBe(tooDeep));
});

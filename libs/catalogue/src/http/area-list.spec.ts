import { Refusal } from '#libs/kernel';
import { areasOf } from './area-list.js';

const outcome = (json: string): unknown => {
  const areas = areasOf(Buffer.from(json));
  return areas instanceof Refusal ? areas.code : areas.length;
};
const members = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`;
const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

describe('a JSON list of areas', () => {
  it.each([
    ['an area', '[{"code":"E08000021","name":"Newcastle"}]', 1],
    ['an area whose members are null', '{"areas":[{"code":"E08000021","name":"Newcastle","parent":null}]}', 1],
    ['nothing', '[]', 'empty-list'],
    ['null', '[null]', 'invalid-area'],
    ['a list', '[[]]', 'invalid-area'],
    ['an object in a member', '[{"code":{},"name":"x"}]', 'invalid-area'],
    ['an area of 20,000 members', `[${members(20_000)}]`, 'invalid-area'],
    ['300,000 members', `[${members(300_000)}]`, 'json-too-long'],
    ['an area nested 20,000 levels deep', `[${nested(20_000)}]`, 'json-too-deep'],
    ['no list', '{"areas":{}}', 'unreadable-json'],
  ])('of %s', (_, json, expected) => expect(outcome(json)).toBe(expected));
});

it('counts a member that is null as left out', () =>
  expect(areasOf(Buffer.from('[{"code":"E08000021","name":"N","type":null,"from":null}]'))).toEqual([{ code: 'E08000021', name: 'N' }]));

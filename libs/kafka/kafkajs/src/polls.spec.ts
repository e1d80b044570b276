import type { KafkaMessage } from 'kafkajs';
import { pollsOf } from './polls.js';

const message = (offset: number, bytes: number, more: Partial<KafkaMessage> = {}): KafkaMessage =>
  ({ offset: String(offset), key: null, value: Buffer.alloc(bytes), timestamp: '7', attributes: 0, ...more }) as KafkaMessage;
const offsets = (messages: KafkaMessage[]): string[][] => [...pollsOf(0, messages)].map((poll) => poll.map(({ offset }) => offset));

describe('a fetched batch', () => {
  it('is handed over in pieces of a megabyte, in order', () => {
    const all = Array.from({ length: 10 }, (_, i) => message(i, 400_000));
    expect(offsets(all)).toEqual([
      ['0', '1'],
      ['2', '3'],
      ['4', '5'],
      ['6', '7'],
      ['8', '9'],
    ]);
  });
  it('is handed over whole where one message is larger than that', () =>
    expect(offsets([message(0, 10), message(1, 3_000_000), message(2, 10)])).toEqual([['0'], ['1'], ['2']]));
  it('holds no more messages at once than can be told one by one', () =>
    expect(offsets(Array.from({ length: 12_000 }, (_, i) => message(i, 1))).map(({ length }) => length)).toEqual([5_000, 5_000, 2_000]));
  it('is nothing where nothing came', () => expect(offsets([])).toEqual([]));

  it('keeps the last of headers of one name, and no header is lost for being empty', () => {
    const headers = { a: [Buffer.from('1'), Buffer.from('2')], b: 'text', c: undefined, ['__proto__x']: Buffer.alloc(0) };
    const only = [...pollsOf(3, [message(5, 1, { headers, key: Buffer.from('k') })])][0]![0]!;
    expect(only).toMatchObject({ partition: 3, offset: '5', timestampMs: 7 });
    expect(Object.entries(only.headers).map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a', '2'],
      ['b', 'text'],
      ['c', ''],
      ['__proto__x', ''],
    ]);
  });
});

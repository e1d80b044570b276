import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueView } from '#libs/catalogue';
import { Refusal } from '#libs/kernel';
import { reading } from '../reading/testing/bodies.js';
import { catalogueStub, feedOf, indicatorOf } from '../reading/testing/catalogue-stub.js';
import { messageLine } from '../recording/message-rows.js';
import { readObservationMessage } from './observation-message.js';

const stub = catalogueStub({
  areas: { E08000021: {} },
  // As it ships.
  indicators: [indicatorOf('skills.gcse-5-a-c', { measure: 'proportion', per: 100, frequency: 'academic', decimals: 1 })],
});
const catalogue: CatalogueView = { ...stub, feed: (code) => feedOf(code) };
const page = readFileSync(join(import.meta.dirname, '../../../../docs/how-to/other-systems.md'), 'utf8');
const message = (value: string) => ({ partition: 0, offset: '1', key: null, value: Buffer.from(value), headers: {}, timestampMs: 0 });
const when = { received: new Date('2026-06-01T12:00:00Z'), receivedOn: '2026-06-01' };
const read = (value: string) => readObservationMessage(message(value), when, catalogue);

describe('a message with observations', () => {
  it('is taken as the documentation shows it', async () => {
    const example = /echo '(\{[^']*\})'/.exec(page)![1]!.replaceAll('\n', '');
    const told = read(example);
    if (told instanceof Refusal) throw new Error(told.detail);
    const { sink } = await reading('observations', told.rows.map((row) => messageLine('1', row)).join(''), { catalogue });
    expect([sink.refused, sink.notes]).toEqual([[], []]);
    expect(sink.stated).toHaveLength(told.rows.length);
  });

  it('may nest what it states 60,000 deep, and is refused for it, row by row', async () => {
    const deep = '['.repeat(60_000) + ']'.repeat(60_000);
    const told = read(
      `{"specversion":"1.0","id":"1","source":"/s","type":"uk.floor-targets.observations.v1","time":"2024-05-01T09:00:00Z","data":[{"indicator":"c","area":"E08000021","period":"2020","value":${deep}}]}`,
    );
    if (told instanceof Refusal) throw new Error(told.detail);
    const { sink } = await reading('observations', told.rows.map((row) => messageLine('1', row)).join(''), { catalogue });
    expect(sink.refused).toMatchObject([{ code: 'not-json', column: 'value' }]);
  });
});

import { identity } from './identity.js';

const feed = { code: 'police-street', profileVersion: 1 };
const file = { sha256: 'ab', released: '2024-05-01', backfill: false };

describe('the identity of a submission', () => {
  it('is that of the same delivery, whenever it comes', () => expect(identity(feed, { ...file })).toBe(identity(feed, file)));
  it.each([
    [feed, { ...file, sha256: 'ac' }],
    [feed, { ...file, released: '2024-05-02' }],
    [feed, { ...file, backfill: true }],
    [{ ...feed, profileVersion: 2 }, file],
    [{ ...feed, code: 'ons-els' }, file],
  ])('is another for %j with %j: a backfill does not stand for the normal push of the same file', (of, what) =>
    expect(identity(of, what)).not.toBe(identity(feed, file)),
  );
});

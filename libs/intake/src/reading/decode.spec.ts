import { gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { DecodedBody } from './decode.js';
import { bodyOf } from './testing/bodies.js';

async function decoded(content: string | Uint8Array, bounds?: ConstructorParameters<typeof DecodedBody>[1], pieceBytes?: number) {
  const body = new DecodedBody(bodyOf(content, pieceBytes), bounds);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return { text: Buffer.concat(pieces).toString(), body };
}
const bounds = { decodedBytesMax: 64 * 1024 * 1024, ratioMax: 1000 };

describe('a decoded body', () => {
  it('gives plain bytes as they are', async () => expect((await decoded('a,b\n')).text).toBe('a,b\n'));
  it('gives nothing of nothing', async () => expect(await decoded('')).toMatchObject({ text: '', body: { bytes: 0 } }));
  it.each([1, 2, 65536])('unpacks what is gzipped, whatever it was called (in pieces of %d)', async (size) => {
    const { text, body } = await decoded(gzipSync('a,b\n'), undefined, size);
    expect({ text, gzip: body.gzip, refusal: body.refusal }).toEqual({ text: 'a,b\n', gzip: true, refusal: undefined });
  });
  it('refuses a gzip that ends early', async () => {
    const whole = gzipSync(randomBytes(100_000));
    expect((await decoded(whole.subarray(0, 50_000))).body.refusal?.code).toBe('truncated-gzip');
  });
  it('refuses a damaged gzip', async () => {
    const whole = gzipSync(randomBytes(100_000));
    whole.fill(0xff, 20_000, 20_100);
    expect((await decoded(whole)).body.refusal?.code).toBe('damaged-gzip');
  });
  it('refuses a zip bomb early', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const { body } = await decoded(bomb, bounds);
    expect(body.refusal?.code).toBe('zip-bomb');
    expect(body.bytes).toBeLessThan(10 * 1024 * 1024);
  });
  it('refuses what is too large when unpacked', async () => {
    const { body } = await decoded(gzipSync(randomBytes(300_000)), { ...bounds, decodedBytesMax: 200_000 });
    expect(body.refusal?.code).toBe('body-too-large');
  });
  it('refuses a stretch without a line end that no format would read, gzipped or not', async () => {
    const short = { ...bounds, stretchBytesMax: 1000 };
    const text = `${'x'.repeat(900)}\n${'y'.repeat(900)}\r${'z'.repeat(1001)}`;
    for (const body of [text, gzipSync(text)]) expect((await decoded(body, short, 100)).body.refusal?.code).toBe('line-too-long');
    expect((await decoded(text.slice(0, -1), short, 100)).body.refusal).toBeUndefined();
  });
  it('lets a fault of the source through, for it is not the file that is wrong', async () => {
    async function* broken() {
      yield await Promise.resolve(gzipSync(randomBytes(1000)).subarray(0, 500));
      throw new Error('disk gone');
    }
    await expect(
      (async () => {
        for await (const piece of new DecodedBody(broken())) void piece;
      })(),
    ).rejects.toThrow('disk gone');
  });
});

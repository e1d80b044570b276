import { setImmediate } from 'node:timers/promises';
import { BlobStore, type KeptKey, NoSuchBlob } from './blob-store.js';

async function* chunks(...parts: string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) {
    await setImmediate();
    yield Buffer.from(part);
  }
}

async function* brokenOff(): AsyncIterable<Uint8Array> {
  yield Buffer.from('half of it');
  throw new Error('The sender went away.');
}

async function textOf(store: BlobStore, key: string, from?: number): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await store.open(key, from)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

async function allOf(keys: AsyncIterable<KeptKey>): Promise<KeptKey[]> {
  const all: KeptKey[] = [];
  for await (const one of keys) all.push(one);
  return all;
}

/** What every blob store promises. `open` gives an empty one; `leftovers` counts what is received but not kept. */
export function blobStoreContract(name: string, open: () => Promise<{ store: BlobStore; leftovers: () => Promise<number> }>): void {
  describe(`${name} as a blob store`, () => {
    let store: BlobStore;
    let leftovers: () => Promise<number>;
    beforeEach(async () => {
      ({ store, leftovers } = await open());
      await store.tidy();
    });

    it('gives back the bytes that were kept, from the start and more than once', async () => {
      const received = await store.receive(chunks('one,', 'two,', '', 'three'));
      expect(received.bytes).toBe(13);
      await received.keep('abc123.csv');
      expect(await textOf(store, 'abc123.csv')).toBe('one,two,three');
      expect(await textOf(store, 'abc123.csv')).toBe('one,two,three');
    });

    it('gives the bytes from one on, and none from the end on', async () => {
      await (await store.receive(chunks('one,', 'two,', 'three'))).keep('k');
      const large = 'x'.repeat(700_000);
      await (await store.receive(chunks(large, 'end'))).keep('large');
      expect(await textOf(store, 'k', 4)).toBe('two,three');
      expect([await textOf(store, 'k', 13), await textOf(store, 'k', 99)]).toEqual(['', '']);
      expect(await textOf(store, 'large', 699_999)).toBe('xend');
      await expect(store.open('none', 4)).rejects.toThrow(NoSuchBlob);
    });

    it('lists what is kept under a prefix, in order, with when; not what is only received', async () => {
      for (const key of ['body-b', 'body-a', 'bo', 'refused-a', 'boa']) await (await store.receive(chunks(key))).keep(key);
      await store.receive(chunks('forgotten'));
      const listed = await allOf(store.keys('body-'));
      expect(listed.map(({ key }) => key)).toEqual(['body-a', 'body-b']);
      for (const { since } of listed) expect(Math.abs(since.getTime() - Date.now())).toBeLessThan(60_000);
      expect((await allOf(store.keys('b'))).map(({ key }) => key)).toEqual(['bo', 'boa', 'body-a', 'body-b']);
      expect(await allOf(store.keys('none'))).toEqual([]);
    });

    it('removes what was last kept before a moment, and nothing that was kept since', async () => {
      await (await store.receive(chunks('x'))).keep('k');
      expect(await store.removeOlder('k', new Date(Date.now() - 60_000))).toBe(false);
      expect(await store.has('k')).toBe(true);
      expect(await store.removeOlder('k', new Date(Date.now() + 60_000))).toBe(true);
      expect([await store.has('k'), await store.removeOlder('k', new Date(Date.now() + 60_000))]).toEqual([false, false]);
    });

    it('takes an empty body and one of some megabytes', async () => {
      await (await store.receive(chunks())).keep('empty');
      const part = 'x'.repeat(1_500_000);
      const received = await store.receive(chunks(part, part, part));
      await received.keep('large');
      expect(received.bytes).toBe(4_500_000);
      expect(await textOf(store, 'empty')).toBe('');
      expect(await textOf(store, 'large')).toHaveLength(4_500_000);
    });

    it('holds nothing under a key before it is kept', async () => {
      const received = await store.receive(chunks('x'));
      expect(await store.has('k')).toBe(false);
      await expect(store.open('k')).rejects.toThrow(NoSuchBlob);
      await received.keep('k');
      expect(await store.has('k')).toBe(true);
    });

    it('leaves nothing behind when a body breaks off, and passes the error on', async () => {
      await expect(store.receive(brokenOff())).rejects.toThrow('The sender went away.');
      expect(await leftovers()).toBe(0);
    });

    it('leaves nothing behind when a body is discarded, and keeps it when it was kept before', async () => {
      await (await store.receive(chunks('x'))).discard();
      expect(await leftovers()).toBe(0);
      const kept = await store.receive(chunks('y'));
      await kept.keep('k');
      await kept.discard();
      await kept.discard();
      expect(await textOf(store, 'k')).toBe('y');
    });

    it('keeps the same key again without harm, one after the other and at once', async () => {
      const first = await store.receive(chunks('same'));
      await first.keep('k');
      await first.keep('k');
      const more = await Promise.all([1, 2, 3].map(() => store.receive(chunks('same'))));
      await Promise.all(more.map((received) => received.keep('k')));
      expect(await textOf(store, 'k')).toBe('same');
      expect(await leftovers()).toBe(0);
    });

    it('removes what is kept, and does no harm where nothing is', async () => {
      await (await store.receive(chunks('x'))).keep('k');
      await (await store.receive(chunks('y'))).keep('k2');
      await store.remove('k');
      await store.remove('k');
      await store.remove('none');
      expect(await store.has('k')).toBe(false);
      expect(await textOf(store, 'k2')).toBe('y');
    });

    it('tidies away what was never kept, and nothing else', async () => {
      await (await store.receive(chunks('kept'))).keep('k');
      await store.receive(chunks('forgotten'));
      expect(await leftovers()).toBe(1);
      await store.tidy();
      expect(await leftovers()).toBe(0);
      expect(await textOf(store, 'k')).toBe('kept');
    });

    it.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'A', '-a', '.a', 'a\0b', 'a b', 'a'.repeat(201)])('refuses the key %j', async (key) => {
      const received = await store.receive(chunks('x'));
      await expect(received.keep(key)).rejects.toThrow('cannot be kept');
      await expect(store.open(key)).rejects.toThrow('cannot be kept');
      await expect(store.has(key)).rejects.toThrow('cannot be kept');
      await expect(store.remove(key)).rejects.toThrow('cannot be kept');
      await received.discard();
    });
  });
}

import { DocumentDamaged } from './met-damage.js';
import type { Put, ReadStore } from './read-store.js';

const TOWNS = { name: 'towns', fields: ['region', 'people'] };
const VILLAGES = { name: 'villages', fields: ['region', 'people'] };
const PAGES = { name: 'pages', fields: ['region', 'people'], atOnce: true };

/** Changes what is stored past the adapter, as a person may with the tools of the store itself. */
export interface Tampering {
  editBody(collection: string, id: string, edit: (text: string) => string): Promise<void>;
  /** Stores another value for a field by which a document is found. */
  editField(collection: string, id: string, field: string, value: string): Promise<void>;
  editGuard(collection: string, id: string, stream: string, version: number): Promise<void>;
  /** Each lies under the other's id afterwards, with all that lies beside it. */
  exchange(collection: string, one: string, other: string): Promise<void>;
  /** Puts a copy of it, with all that lies beside it, in another collection under the same id. */
  copy(collection: string, id: string, into: string): Promise<void>;
  remove(collection: string, id: string): Promise<void>;
}

/** What adapters may lawfully differ in; both answers are asserted. */
export interface DamageTraits {
  /** Whether a document that is gone, or that was put there, is missed without another store to compare with. */
  readonly countsDocuments: boolean;
}

/** What every read store promises of documents that something else has changed; `open` gives an empty store and the means to change it. */
export function damageContract(
  name: string,
  open: () => Promise<{ readonly store: ReadStore; readonly tampering: Tampering }>,
  { countsDocuments }: DamageTraits,
): void {
  describe(`${name}, changed past the adapter`, () => {
    let store: ReadStore;
    let tampering: Tampering;
    beforeEach(async () => {
      ({ store, tampering } = await open());
      await store.define([TOWNS, VILLAGES, PAGES]);
      await fill(store);
    });
    afterEach(() => store.close());

    const found = async (): Promise<string[]> => {
      const sentences: string[] = [];
      for await (const sentence of store.damage()) sentences.push(sentence);
      return sentences.sort();
    };
    const differs = (id: string, of: string): string => `Document ${id} of ${of} differs from its checksum.`;

    it('has no damage while nothing is changed, however its documents were written', async () => {
      expect(await found()).toEqual([]);
      expect(await store.checkpoints()).toEqual([
        { reader: 'a.b', position: '8' },
        { reader: 'r', position: '9' },
      ]);
    });

    it.each(['towns', 'pages'])('names a changed byte in the body of a document of %s, and never reads it as the document', async (of) => {
      await tampering.editBody(of, 'b', (text) => text.replace('20', '21'));
      expect(await found()).toEqual([differs('b', of)]);
      await expect(store.get(of, 'b')).rejects.toThrow(DocumentDamaged);
      await expect(store.getMany(of, ['a', 'b'])).rejects.toThrow('Run floor rebuild');
      await expect(store.find(of, { limit: 9 })).rejects.toThrow(differs('b', of));
      expect(await store.get(of, 'a')).toMatchObject({ people: 10 });
    });

    it('names a body that is no JSON any more', async () => {
      await tampering.editBody('towns', 'b', (text) => text.slice(1));
      expect(await found()).toEqual([differs('b', 'towns')]);
      await expect(store.get('towns', 'b')).rejects.toThrow(DocumentDamaged);
    });

    it('names a document that is found by another value than it has', async () => {
      await tampering.editField('towns', 'a', 'region', 'S');
      await tampering.editField('pages', 'a', 'region', 'S');
      expect(await found()).toEqual(['towns', 'pages'].map((of) => `Document a of ${of} is found under other fields than it has.`).sort());
    });

    it('names a document whose guard was changed, which would hide what comes later', async () => {
      await tampering.editGuard('towns', 'guarded', 'town-a', 99);
      expect(await found()).toEqual([differs('guarded', 'towns')]);
    });

    it('names documents that were exchanged, and one that lies in another collection', async () => {
      await tampering.exchange('towns', 'a', 'b');
      await tampering.copy('towns', 'c', 'villages');
      expect((await found()).filter((sentence) => sentence.startsWith('Document'))).toEqual([
        differs('a', 'towns'),
        differs('b', 'towns'),
        differs('c', 'villages'),
      ]);
    });

    it(`${countsDocuments ? 'misses' : 'does not miss'} documents that are gone, and some that were put in the place of others`, async () => {
      const missed = countsDocuments
        ? ['Collection pages holds 1 documents, and 2 were written.', 'Collection towns holds 4 documents, and 5 were written.']
        : [];
      await tampering.remove('towns', 'b');
      await tampering.remove('pages', 'a');
      expect(await found()).toEqual(missed);
      await store.write({ puts: [town('more', 1)] });
      expect(await found()).toHaveLength(missed.length);
      await store.write({ puts: [town('b', 20), put('pages', 'a', 10)] });
      await store.drop(['towns', 'pages'], []);
      await store.write({ puts: [town('b', 20), put('pages', 'a', 10)] });
      expect(await found()).toEqual([]);
    });

    it('remembers what it has met at work, until that is written again', async () => {
      expect(await store.damageMet()).toEqual([]);
      await tampering.editBody('towns', 'b', (text) => text.replace('20', '21'));
      expect(await store.damageMet()).toEqual([]);
      await expect(store.get('towns', 'b')).rejects.toThrow(DocumentDamaged);
      expect(await store.damageMet()).toEqual([
        `${differs('b', 'towns')} Run floor rebuild, which makes the read models again from the log.`,
      ]);
      await store.drop(['towns'], []);
      expect(await store.damageMet()).toEqual([]);
    });

    it('has no damage any more once a document is written again', async () => {
      await tampering.editBody('towns', 'b', (text) => text.replace('20', '21'));
      await store.write({ puts: [town('b', 22)] });
      expect([await found(), await store.get('towns', 'b')]).toEqual([[], { region: 'N', people: 22, name: 'é' }]);
    });
  });
}

const put = (collection: string, id: string, people: number | null): Put => ({
  collection,
  id,
  body: { region: 'N', people, name: 'é' },
});
const town = (id: string, people: number | null): Put => put('towns', id, people);

/** Documents that were written in every way there is. */
async function fill(store: ReadStore): Promise<void> {
  await store.write({ puts: [town('a', 10), town('b', 20), town('c', null)] });
  await store.write({ puts: [{ ...town('guarded', 1), guards: { 'town-a': 1 } }], checkpoint: { reader: 'r', position: '7' } });
  await store.write({ puts: [{ ...town('guarded', 2), guards: { 'town-b': 4, 'town-a': 1 } }] });
  await store.write({ puts: [{ ...town('guarded', 3), guards: { 'town-a': 2 } }], checkpoint: { reader: 'r', position: '8' } });
  await store.write({ puts: [town('d', 1), { ...town('odd \ud800', 1), body: { region: '\ud800', people: -0 } }] });
  await store.write({ puts: [], removes: [{ collection: 'towns', id: 'd' }], checkpoint: { reader: 'a.b', position: '8' } });
  const work = await store.beginGreatWork(['pages']);
  await work.add([put('pages', 'a', 1), put('pages', 'b', 2)]);
  await store.write({ puts: [], promote: work });
  await store.write({ puts: [put('pages', 'a', 10), put('pages', 'b', 20)], checkpoint: { reader: 'r', position: '9' } });
  const unseen = await store.beginGreatWork(['pages']);
  await unseen.add([put('pages', 'b', 21), put('pages', 'new', 1)]);
}

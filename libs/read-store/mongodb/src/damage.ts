import { type Collection, damageOf } from '#libs/read-store';
import { type Fields, inPlace, setDown, type Stored, type StoredDocuments, SUMMED_GUARDS } from './stored.js';

const BATCH = 200;

/** What is damaged in the documents of a collection, a sentence each; others may write to it meanwhile. */
export async function* damageIn(collection: Collection, documents: StoredDocuments): AsyncGenerator<string> {
  for await (const stored of documents.find({}, { batchSize: BATCH })) {
    const damage = damageOfOne(collection, stored);
    if (damage !== undefined) yield damage;
  }
}

/** Collections of the database whose definition is gone: those of others begin with _ or have a point in their name. */
export function undefinedIn(there: readonly { readonly name: string }[], defined: readonly Collection[]): string[] {
  const names = new Set(defined.map(({ name }) => name));
  const ours = there.filter(({ name }) => !name.startsWith('_') && !name.includes('.'));
  return ours.filter(({ name }) => !names.has(name)).map(({ name }) => `The database holds ${name}, and no collection is defined so.`);
}

function damageOfOne(collection: Collection, stored: Stored): string | undefined {
  const { name, fields } = collection;
  const values = (of: Fields = {}): unknown[] => fields.map((field) => of[field] ?? null);
  const placed = inPlace(name, stored);
  const unfolded = setDown(name, stored);
  const damage = placed && (guardDamage(name, stored) ?? damageOf(placed, collection, values(stored.f)));
  return damage ?? (unfolded && damageOf(unfolded, collection, values(stored.pf)));
}

/** The guards of the last put are what its checksum covers; those that it did not name are left as they were. */
function guardDamage(collection: string, { _id: id, f, g = {} }: Stored): string | undefined {
  const covered = f?.[SUMMED_GUARDS];
  if (typeof covered !== 'string') return undefined;
  const isWhole = Object.entries(guardsIn(covered)).every(([stream, version]) => g[stream] === version);
  return isWhole ? undefined : `Document ${id} of ${collection} differs from its checksum.`;
}

/** A text that was changed, too, fails the checksum. */
function guardsIn(text: string): Readonly<Record<string, number>> {
  try {
    return JSON.parse(text) as Record<string, number>;
  } catch {
    return {};
  }
}

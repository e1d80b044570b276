import { type AnyBulkWriteOperation, MongoBulkWriteError, MongoServerError } from 'mongodb';
import { bodyText, type Collection, type Guards, type Put, type Remove } from '#libs/read-store';
import { keyOf, type Stored, summedFieldsOf, type StoredDocuments } from './stored.js';

/** One write of many that go together. */
export type Write = AnyBulkWriteOperation<Stored>;

const DUPLICATE_KEY = 11_000;

/** Sends writes in any order. One whose condition did not hold comes back as a duplicate key, which is its being left out. */
export async function send(documents: StoredDocuments, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  try {
    await documents.bulkWrite(writes, { ordered: false });
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const fault = faultOf(error, documents.collectionName);
    if (fault) throw fault;
  }
}

/** What is wrong with the write, or with the way to the server; undefined where some were only left out. */
function faultOf(error: MongoBulkWriteError, collection: string): Error | undefined {
  const [real] = [error.writeErrors].flat().filter(({ code }) => code !== DUPLICATE_KEY);
  const told = real ?? error.result.getWriteConcernError();
  if (!told && error.code === DUPLICATE_KEY) return undefined;
  // A line that broke in the middle comes wrapped as if the server had answered: it is the network's fault all the same.
  const broken: unknown = error.errorResponse;
  if (!told && broken instanceof Error) return broken;
  const { code, errmsg: why } = told ?? { code: error.code, errmsg: error.message };
  const message = `MongoDB did not write to ${collection}: ${why}`;
  return Object.assign(new Error(message, { cause: error }), { name: 'MongoBulkWriteError', code });
}

/** Of several that upsert one new document at once, one inserts it and the others may be told of a duplicate key: the second time they find it. */
export async function upserted<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    return upsert();
  }
}

/** The changes of one collection in a batch. */
export interface Changes {
  readonly puts: readonly Put[];
  readonly removes: readonly Remove[];
}

/** The changes of a batch, by the name of their collection. */
export function changesByCollection(puts: readonly Put[], removes: readonly Remove[]): Map<string, Changes> {
  const putsOf = Map.groupBy(puts, ({ collection }) => collection);
  const removesOf = Map.groupBy(removes, ({ collection }) => collection);
  const names = new Set([...putsOf.keys(), ...removesOf.keys()]);
  return new Map([...names].map((name) => [name, { puts: putsOf.get(name) ?? [], removes: removesOf.get(name) ?? [] }]));
}

/** Puts in rounds, so that no round has a document twice: within one round the order is MongoDB's. */
export function roundsOf(puts: readonly Put[]): Put[][] {
  const rounds: Put[][] = [];
  const counts = new Map<string, number>();
  for (const put of puts) {
    const round = counts.get(put.id) ?? 0;
    counts.set(put.id, round + 1);
    (rounds[round] ??= []).push(put);
  }
  return rounds;
}

/** Left out where the document is already of a later batch; the stamp is the batch's. */
const notAfter = (stamp: string | undefined): { at?: object } => (stamp === undefined ? {} : { at: { $not: { $gt: stamp } } });

/** A document written whole, where its condition holds: as an upsert that comes back as a duplicate key where it does not. */
export function putWrite(collection: Collection, { id, body, guards }: Put, stamp?: string): Write {
  const b = bodyText(collection.name, id, body);
  const versions = guards && Object.fromEntries(Object.entries(guards).map(([stream, version]) => [keyOf(stream), version]));
  const f = summedFieldsOf(collection, { id, body, text: b }, { mark: stamp, guards: versions });
  const at = stamp === undefined ? {} : { at: stamp };
  if (!guards) return { replaceOne: { filter: { _id: id, ...notAfter(stamp) }, replacement: { ...at, f, b }, upsert: true } };
  const $set = { ...Object.fromEntries(Object.entries(versions!).map(([key, version]) => [`g.${key}`, version])), ...at, f, b };
  const update = stamp === undefined ? { $set, $unset: { at: '' as const } } : { $set };
  return { updateOne: { filter: { _id: id, ...notAfter(stamp), ...newerThanStored(guards) }, update, upsert: true } };
}

/** No stream is older than the stored document's, and one is newer; a stream it has not seen is at version 0. */
function newerThanStored(guards: Guards): object {
  const all = Object.entries(guards).map(([stream, version]): [string, number] => [`g.${keyOf(stream)}`, version]);
  const newer = all.filter(([, version]) => version > 0).map(([key, version]) => ({ [key]: { $not: { $gte: version } } }));
  if (newer.length === 0) return { b: { $exists: false } };
  if (all.length === 1) return newer[0]!;
  return { $and: [...all.map(([key, version]) => ({ [key]: { $not: { $gt: version } } })), { $or: newer }] };
}

/** A document removed; by a batch it leaves its stamp behind, so that a late one cannot bring it back. */
export function removeWrite(id: string, stamp?: string): Write {
  if (stamp === undefined) return { deleteOne: { filter: { _id: id } } };
  return { replaceOne: { filter: { _id: id, ...notAfter(stamp) }, replacement: { at: stamp } } };
}

import type { Collection as Documents, Filter } from 'mongodb';
import type { Checkpoint } from '#libs/read-store';
import { keyOf, nameOf } from './stored.js';
import { upserted } from './writes.js';

/** Where a reader stands. Its generation grows with each rebuild, so that an instance that has not heard of it is known. */
export interface Standing {
  readonly at?: string;
  readonly generation?: number;
}

/**
 * The one document on which batches are decided: its change shows a batch, with its checkpoint, and nothing else does.
 * By collection: the number of the last work begun, of the last one shown, and of the last one that is in its place. The
 * first counts emptyings too, so that what was written before one is known from what was written after it.
 */
export interface State {
  readonly _id: 'state';
  readonly readers?: Readonly<Record<string, Standing>>;
  readonly begun?: Numbers;
  readonly shown?: Numbers;
  readonly folded?: Numbers;
}

export type Numbers = Readonly<Record<string, number>>;

const ID = { _id: 'state' } as const;

/** Reads and changes the state, each change as one conditional update. */
export class StateDocument {
  /** As it was last read, by whoever of this instance. */
  private last: State | undefined;

  constructor(private readonly documents: Documents<State>) {}

  /** Makes it where it is not there yet. */
  async ensure(): Promise<void> {
    await upserted(() => this.documents.updateOne(ID, { $setOnInsert: { readers: {} } }, { upsert: true }));
  }

  async read(): Promise<State> {
    this.last = (await this.documents.findOne(ID)) ?? ID;
    return this.last;
  }

  /** The state of some moment of the past. */
  async lastRead(): Promise<State> {
    return this.last ?? this.read();
  }

  async standingOf(reader: string): Promise<Standing & { readonly begun: Numbers }> {
    const { readers, begun = {} } = await this.read();
    return { ...readers?.[keyOf(reader)], begun };
  }

  /** Where every reader left off, in the order of their names. */
  async checkpoints(): Promise<Checkpoint[]> {
    const { readers = {} } = await this.read();
    const all = Object.entries(readers).flatMap(([key, { at: position }]) =>
      position === undefined ? [] : [{ reader: nameOf(key), position }],
    );
    return all.sort((a, b) => (a.reader < b.reader ? -1 : 1));
  }

  /** Gives a work its number on each of these collections; none that was begun before can be shown any more. */
  async begin(collections: readonly string[]): Promise<State> {
    const $inc = Object.fromEntries(collections.map((name) => [`begun.${name}`, 1]));
    const state = await this.documents.findOneAndUpdate(ID, { $inc }, { returnDocument: 'after' });
    return state!;
  }

  /** Moves a checkpoint and shows works, at once; false where the batch is late, or another work or a rebuild was begun meanwhile. */
  async commit(numbers: ReadonlyMap<string, number>, checkpoint?: Checkpoint, generation?: number): Promise<boolean> {
    const filter: Record<string, unknown> = { ...ID };
    const $set: Record<string, unknown> = {};
    for (const [name, number] of numbers) {
      filter[`begun.${name}`] = number;
      $set[`shown.${name}`] = number;
    }
    if (checkpoint) {
      const key = `readers.${keyOf(checkpoint.reader)}`;
      filter[`${key}.at`] = { $not: { $gt: checkpoint.position } };
      filter[`${key}.generation`] = generation ?? null;
      $set[`${key}.at`] = checkpoint.position;
    }
    const { matchedCount } = await this.documents.updateOne(filter as Filter<State>, { $set });
    return matchedCount === 1;
  }

  /** Notes that what works set down is in its place. */
  async noteFolded(numbers: ReadonlyMap<string, number>): Promise<void> {
    const $max = Object.fromEntries([...numbers].map(([name, number]) => [`folded.${name}`, number]));
    await this.documents.updateOne(ID, { $max });
  }

  /** Forgets where readers stood, and ends what was begun on these collections: gives the number that each has from now on. */
  async forget(readers: readonly string[], collections: readonly string[]): Promise<Numbers> {
    const keys = readers.map((reader) => `readers.${keyOf(reader)}`);
    const $inc = [...keys.map((key) => `${key}.generation`), ...collections.map((name) => `begun.${name}`)];
    if ($inc.length === 0) return {};
    const $unset = Object.fromEntries(keys.map((key) => [`${key}.at`, '' as const]));
    const change = { ...(keys.length > 0 && { $unset }), $inc: Object.fromEntries($inc.map((key) => [key, 1])) };
    const state = await this.documents.findOneAndUpdate(ID, change, { returnDocument: 'after' });
    return state!.begun ?? {};
  }
}

/** The work on a collection that is shown and not yet all in its place; 0 where there is none. */
export function pendingOf({ shown, folded }: State, collection: string): number {
  const number = shown?.[collection] ?? 0;
  return number === (folded?.[collection] ?? 0) ? 0 : number;
}

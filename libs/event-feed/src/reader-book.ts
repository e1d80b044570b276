import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { DocumentDamaged, type Put, type ReadStore, type Remove } from '#libs/read-store';
import { PARKED, ParkedStreams } from './parking/parked-streams.js';
import { LOG_MARKS, otherLog } from './log-mark.js';
import type { Lag, Parked, Reader } from './reader.js';

export const READERS = { name: 'readers', fields: [] } as const;
/** One for each reader of which a standby was asked for a rebuild, until the active instance begins it. */
export const REBUILDS = { name: 'rebuilds', fields: [] } as const;

/** What is kept of a reader beside its checkpoint. */
export interface ReaderEntry {
  readonly reader: string;
  /** The stamp its documents were made with; null from the moment a rebuild is decided until its drop is done. */
  readonly stamp: number | null;
  readonly categories: readonly string[];
  readonly state: Lag['state'];
  readonly fault: string | null;
  /** The lease's token of the instance that wrote this: only the active one writes it. */
  readonly token?: number;
}

/** Where a reader goes on. */
export interface Standing {
  readonly position: Position;
  readonly parked: ParkedStreams;
}

/**
 * What a look at the book shows: all as the active instance left it; that another is active by now; or that a rebuild is
 * wanted, be it that a standby was asked for one, or that one which was active before slept in the middle of its drop.
 */
export type Look = 'as-left' | 'overtaken' | 'to-rebuild';

/** One reader's entry, checkpoint and parked streams in the read store. */
export class ReaderBook {
  private entry: ReaderEntry | undefined;
  private token = 0;

  constructor(
    private readonly reader: Reader,
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly clock: Clock,
    private readonly warn: (text: string) => void = () => undefined,
  ) {}

  /** Why it is rebuilt, where nobody asked for it. */
  get fault(): string | undefined {
    return this.entry?.fault ?? undefined;
  }

  get state(): Lag['state'] {
    return this.entry?.state ?? 'running';
  }

  /** Opens the book, by the active instance, as after a crash: makes it, or empties it for a rebuild, or finds where the reader left off. */
  async open(token: number): Promise<Standing> {
    this.token = token;
    try {
      return await this.opened();
    } catch (error) {
      if (!(error instanceof DocumentDamaged)) throw error;
      // Without its own documents a rebuild could not be begun either, and the log has all that is needed.
      this.warn(`${this.reader.name} makes its read models again from the log: ${error.sentence}`);
      await this.empty(this.freshEntry('rebuilding'));
      return this.opened();
    }
  }

  private async opened(): Promise<Standing> {
    const { name, stamp } = this.reader;
    if (await this.isRebuildAsked()) await this.decideRebuild();
    const stored = await this.stored();
    if (!stored) await this.begin();
    else if (stored.stamp !== stamp) await this.empty(stored);
    else if (!(await this.leaveOther(stored))) await this.resume(stored);
    const position = (await this.position()) ?? BEGINNING;
    return { position, parked: new ParkedStreams(name, this.clock, await this.parked()) };
  }

  /** How far the reader is recorded to be, by whichever instance is active; undefined before its first checkpoint. */
  position(): Promise<Position | undefined> {
    return this.documents.checkpoint(this.reader.name);
  }

  /** Leaves word for the active instance that a rebuild is wanted. */
  async askRebuild(): Promise<void> {
    await this.documents.write({ puts: [{ collection: REBUILDS.name, id: this.reader.name, body: { reader: this.reader.name } }] });
  }

  /** Whether a rebuild that was asked for has not begun. */
  async isRebuildAsked(): Promise<boolean> {
    return (await this.documents.get(REBUILDS.name, this.reader.name)) !== undefined;
  }

  /** Looks whether the active instance may go on by what it holds in memory. */
  async look(): Promise<Look> {
    const stored = await this.stored();
    const token = stored?.token ?? 0;
    if (token > this.token) return 'overtaken';
    const isOurs = token === this.token && stored?.stamp === this.reader.stamp;
    return isOurs && !(await this.isRebuildAsked()) ? 'as-left' : 'to-rebuild';
  }

  /** Decides a rebuild: the next `open` does it, even if that is after a crash. */
  async decideRebuild(): Promise<void> {
    const stored = await this.stored();
    if (stored) await this.keep({ ...stored, stamp: null, state: 'rebuilding' });
  }

  /** Records the state where it has changed, for those who ask from another thread. */
  async note(state: Lag['state'], fault: string | null = null): Promise<void> {
    if (!this.entry || (this.entry.state === state && this.entry.fault === fault)) return;
    await this.keep({ ...this.entry, state, fault });
  }

  /** The entry; where it is damaged, one that asks for a rebuild. */
  private async stored(): Promise<ReaderEntry | undefined> {
    try {
      return await this.documents.get<ReaderEntry>(READERS.name, this.reader.name);
    } catch (error) {
      if (!(error instanceof DocumentDamaged)) throw error;
      return { ...this.freshEntry('rebuilding'), stamp: null };
    }
  }

  private async begin(): Promise<void> {
    await this.keep(this.freshEntry('running'), [], { reader: this.reader.name, position: BEGINNING });
  }

  /** Documents of another log, or of a longer one, are no truth of this one: they are made again from its beginning. */
  private async leaveOther(stored: ReaderEntry): Promise<boolean> {
    const { name } = this.reader;
    const why = await otherLog(name, (await this.position()) ?? BEGINNING, this.events, this.documents);
    if (why === null) return false;
    const text = `The read models of ${name} were made from another log: ${why}. They are made again from this one.`;
    this.warn(text);
    await this.empty(stored);
    await this.note('rebuilding', text);
    return true;
  }

  private async resume(stored: ReaderEntry): Promise<void> {
    this.entry = stored;
    const { followed: categories } = this.reader;
    const isSame = stored.categories.join() === categories.join() && stored.token === this.token;
    if (!isSame || stored.state === 'stopped') await this.keep({ ...stored, categories, state: 'running' });
  }

  /** The stamp is written last: until then whoever opens the book begins the emptying again. */
  private async empty(stored: ReaderEntry): Promise<void> {
    if (stored.stamp !== null) await this.keep({ ...stored, stamp: null, state: 'rebuilding' });
    const { name, collections } = this.reader;
    await this.documents.drop(
      collections.map((collection) => collection.name),
      [name],
    );
    const removes: Remove[] = (await this.parkedIds()).map((id) => ({ collection: PARKED.name, id }));
    removes.push({ collection: REBUILDS.name, id: name }, { collection: LOG_MARKS.name, id: name });
    await this.keep(this.freshEntry('rebuilding'), removes);
  }

  private freshEntry(state: Lag['state']): ReaderEntry {
    const { name: reader, stamp, followed: categories } = this.reader;
    return { reader, stamp, categories, state, fault: null };
  }

  private async keep(
    unsigned: ReaderEntry,
    removes: readonly Remove[] = [],
    checkpoint?: { reader: string; position: Position },
  ): Promise<void> {
    const entry = { ...unsigned, token: this.token };
    const put: Put = { collection: READERS.name, id: entry.reader, body: entry };
    await this.documents.write({ puts: [put], removes, checkpoint });
    this.entry = entry;
  }

  /** By their names, for a document of them may be damaged. */
  private async parkedIds(): Promise<string[]> {
    const own: string[] = [];
    for await (const id of this.documents.ids(PARKED.name)) if (id.startsWith(`${this.reader.name}|`)) own.push(id);
    return own;
  }

  private async parked(): Promise<Parked[]> {
    const all: Parked[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.documents.find<Parked>(PARKED.name, { where: { reader: this.reader.name }, limit: 1_000, cursor });
      all.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return all;
  }
}

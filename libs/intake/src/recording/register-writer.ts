import { randomUUID } from 'node:crypto';
import { v5 as uuid5 } from 'uuid';
import { type EventStore, onConflictRetry } from '#libs/event-store';
import { HistoryCache, type RegisterEvent, registerStream } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import { type CompleteRelease, decideRegister, type StatedBlock, type Tally } from '../domain/register.js';
import type { RegistersTouched } from '../domain/submission-events.js';
import { appendAll, areWritten, type Decided } from './register-appends.js';

/** How many registers are decided and appended at once. */
const REGISTERS_AT_ONCE = 500;

/** How often a batch is decided again that lost races; at each of them one of the racers got on. */
const ATTEMPTS_MAX = 20;

/** An indicator's code takes as many bytes as so many registers do. */
const NAME_ROOM = 4;

/** Of a greater submission the rest is not kept folded: it would only push out itself. */
const REGISTERS_KEPT = 4000;

/** Who states, and beside which complete releases. */
export interface Statement {
  readonly submission: string;
  readonly released: string;
  readonly receivedOn: string;
  readonly completeOf: (indicator: string) => CompleteRelease | null;
  readonly completeBefore: (indicator: string) => readonly CompleteRelease[];
}

/** A register to be decided on. */
export interface Stating {
  readonly indicator: string;
  readonly prefix: string;
  readonly year: string;
  readonly blocks: readonly StatedBlock[];
  readonly unsettled?: ReadonlySet<string>;
}

type Entry = Awaited<ReturnType<HistoryCache['get']>>[number];

/** One register's decision. */
interface Decision extends Decided {
  readonly stating: Stating;
  readonly entry: Entry;
  readonly events: readonly RegisterEvent[];
  readonly tally: Tally;
}

/** Called between appends, for fault tests and progress. */
export interface Between {
  appended(registers: number): Promise<void> | void;
}

/**
 * Decides registers a batch at a time and appends what they say; where another instance's submission came first, from a
 * fresh read. One a submission; the cache of registers is shared.
 */
export class RegisterWriter {
  readonly tally: Tally = { recorded: 0, revised: 0, confirmed: 0, dropped: 0, older: 0 };
  readonly touched = new Map<string, [string, number, number][]>();
  registers = 0;
  private waiting: Stating[] = [];
  private readonly asked = new Set<string>();
  private readonly known = new Set<string>();
  /** Two that record one submission at once may not write the same, so an event of the one is never taken for the other's. */
  private readonly ids = randomUUID();

  constructor(
    private readonly store: EventStore,
    private readonly cache: HistoryCache,
    private readonly statement: Statement,
    private readonly dryRun: boolean,
    private readonly between: Between,
  ) {}

  async state(stating: Stating): Promise<void> {
    this.waiting.push(stating);
    if (this.waiting.length >= REGISTERS_AT_ONCE) await this.flush();
  }

  async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    const decided = await this.written(await this.decideAll(batch, await this.existing(batch)));
    for (const { stream, stating, entry, before, events, tally } of decided) {
      // A register that was read again has them already.
      const isNews = !this.dryRun && entry.version === before;
      if (isNews && this.registers < REGISTERS_KEPT) this.cache.append(stream, entry, events);
      for (const how of Object.keys(tally) as (keyof Tally)[]) this.tally[how] += tally[how];
      this.note(stating, before, before + events.length);
    }
    await this.between.appended(batch.length);
  }

  /** Appended; what lost a race is decided again from a fresh read, and what was written stands as it was decided. */
  private async written(first: readonly Decision[]): Promise<readonly Decision[]> {
    if (this.dryRun) return first;
    let decided = first;
    await onConflictRetry(async (attempt) => {
      if (attempt > 1) decided = await this.decideLost(decided);
      await appendAll(this.store, decided);
    }, ATTEMPTS_MAX);
    return decided;
  }

  private async decideLost(decided: readonly Decision[]): Promise<readonly Decision[]> {
    const written = await areWritten(this.store, decided);
    const lost = decided.filter((_, i) => !written[i]);
    const again = await this.decideAll(lost.map(({ stating }) => stating));
    return [...decided.filter((_, i) => written[i]), ...again];
  }

  private async decideAll(batch: readonly Stating[], existing?: ReadonlySet<string>): Promise<Decision[]> {
    const streams = batch.map(({ indicator, prefix, year }) => registerStream(indicator, prefix, year));
    const entries = await this.cache.get(streams, existing);
    return batch.map((stating, i) => this.decide(stating, streams[i]!, entries[i]!));
  }

  /** The registers that there are of the batch's indicators, so that new ones need not be asked for one by one. */
  private async existing(batch: readonly Stating[]): Promise<ReadonlySet<string>> {
    const news = [...new Set(batch.map(({ indicator }) => indicator))].filter((indicator) => !this.asked.has(indicator));
    const found = await Promise.all(news.map((indicator) => this.store.streams(`register-${indicator}-`)));
    for (const indicator of news) this.asked.add(indicator);
    for (const stream of found.flat()) this.known.add(stream);
    return this.known;
  }

  /** What was touched, in pieces that fit an event. */
  pieces(): RegistersTouched['data']['registers'][] {
    const pieces: Record<string, [string, number, number][]>[] = [];
    let room = 0;
    for (const [indicator, registers] of this.touched) {
      for (let i = 0; i < registers.length;) {
        if (room < 1) room = pieces.push({}) && 4000;
        const some = registers.slice(i, i + room);
        pieces.at(-1)![indicator] = some;
        i += some.length;
        room -= some.length + NAME_ROOM;
      }
    }
    return pieces;
  }

  private decide(stating: Stating, stream: string, entry: Entry): Decision {
    const { indicator, blocks, unsettled } = stating;
    const { submission, released, receivedOn, completeOf, completeBefore } = this.statement;
    const command = {
      submission,
      released,
      receivedOn,
      blocks,
      unsettled,
      complete: completeOf(indicator),
      completeBefore: completeBefore(indicator),
    };
    const decided = decideRegister(command, entry.history);
    if (decided instanceof Refusal) throw new Error(`A register refused what was checked before: ${decided.detail}`);
    const before = entry.version;
    const news = decided.events.map(({ type, data }, k) => ({ id: uuid5(`${stream} ${before + k}`, this.ids), type, data }));
    return { stating, stream, entry, before, news, ...decided };
  }

  private note({ indicator, prefix, year }: Stating, before: number, after: number): void {
    let touched = this.touched.get(indicator);
    if (!touched) this.touched.set(indicator, (touched = []));
    touched.push([`${prefix}-${year}`, before, after]);
    this.registers++;
  }
}

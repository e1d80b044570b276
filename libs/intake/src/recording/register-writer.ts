import { v5 as uuid5 } from 'uuid';
import { APPEND_BYTES_MAX, type Append, type EventStore, type NewEvent } from '#libs/event-store';
import { HistoryCache, type RegisterEvent, registerStream } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import { type CompleteRelease, decideRegister, type StatedBlock, type Tally } from '../domain/register.js';
import type { RegistersTouched } from '../domain/submission-events.js';

/** The name space of register events' ids. */
const IDS = '5f0d6a52-6f0b-5a3e-9d61-0c4b3c1b7d11';

/** How many registers are decided and appended at once. */
const REGISTERS_AT_ONCE = 500;

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

/** Called between appends, for fault tests and progress. */
export interface Between {
  appended(registers: number): Promise<void> | void;
}

/** Decides registers a batch at a time and appends what they say. One a submission; the cache of registers is shared. */
export class RegisterWriter {
  readonly tally: Tally = { recorded: 0, revised: 0, confirmed: 0, dropped: 0 };
  readonly touched = new Map<string, [string, number, number][]>();
  registers = 0;
  private waiting: Stating[] = [];
  private readonly asked = new Set<string>();
  private readonly known = new Set<string>();

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
    const streams = batch.map(({ indicator, prefix, year }) => registerStream(indicator, prefix, year));
    const entries = await this.cache.get(streams, await this.existing(batch));
    const before = entries.map((e) => e.version);
    const decided = batch.map((stating, i) => this.decide(stating, entries[i]!.history));
    if (!this.dryRun) await this.append(streams, before, decided);
    for (const [i, events] of decided.entries()) {
      if (!this.dryRun && this.registers < REGISTERS_KEPT) this.cache.append(streams[i]!, entries[i]!, events);
      this.note(batch[i]!, before[i]!, before[i]! + events.length);
    }
    await this.between.appended(batch.length);
  }

  /** The registers that there are of the batch's indicators, so that new ones need not be asked for one by one. */
  private async existing(batch: readonly Stating[]): Promise<ReadonlySet<string>> {
    for (const { indicator } of batch) {
      if (this.asked.has(indicator)) continue;
      this.asked.add(indicator);
      for (const stream of await this.store.streams(`register-${indicator}-`)) this.known.add(stream);
    }
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
        room -= some.length;
      }
    }
    return pieces;
  }

  private decide({ indicator, blocks, unsettled }: Stating, history: Parameters<typeof decideRegister>[1]): RegisterEvent[] {
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
    const decided = decideRegister(command, history);
    if (decided instanceof Refusal) throw new Error(`A register refused what was checked before: ${decided.detail}`);
    for (const how of Object.keys(decided.tally) as (keyof Tally)[]) this.tally[how] += decided.tally[how];
    return decided.events;
  }

  private async append(streams: readonly string[], before: readonly number[], decided: readonly RegisterEvent[][]): Promise<void> {
    const appends: Append[] = [];
    const large: Append[] = [];
    for (const [i, events] of decided.entries()) {
      if (events.length === 0) continue;
      const stream = streams[i]!;
      const news = events.map((event, k): NewEvent => ({ id: this.eventId(stream, before[i]! + k), type: event.type, data: event.data }));
      // One event is always within the bounds; several are split, in order, when they might not be.
      if (news.length === 1) appends.push({ stream, expected: before[i]!, events: news });
      else large.push(...inPieces(stream, before[i]!, news));
    }
    await this.store.appendMany(appends);
    for (const { stream, expected, events } of large) await this.store.append(stream, expected, events);
  }

  /** The same submission at the same place of the same stream is the same event. */
  private eventId(stream: string, version: number): string {
    return uuid5(`${stream} ${version} ${this.statement.submission}`, IDS);
  }

  private note({ indicator, prefix, year }: Stating, before: number, after: number): void {
    let touched = this.touched.get(indicator);
    if (!touched) this.touched.set(indicator, (touched = []));
    touched.push([`${prefix}-${year}`, before, after]);
    this.registers++;
  }
}

function inPieces(stream: string, expected: number, events: readonly NewEvent[]): Append[] {
  const pieces: Append[] = [];
  let piece: NewEvent[] = [];
  let bytes = 0;
  const close = (): void =>
    void (piece.length > 0 && pieces.push({ stream, expected: expected + events.indexOf(piece[0]!), events: piece }));
  for (const event of events) {
    const more = Buffer.byteLength(JSON.stringify(event.data)) + 200;
    if (bytes + more > APPEND_BYTES_MAX) {
      close();
      [piece, bytes] = [[], 0];
    }
    piece.push(event);
    bytes += more;
  }
  close();
  return pieces;
}

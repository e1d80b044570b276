import type { EventStore } from '#libs/event-store';
import { type HistoryCache, registerKey } from '#libs/figures';
import { periodFromKey, periodText } from '#libs/kernel';
import type { CompleteRelease } from '../domain/register.js';
import type { ReadingOutcome } from '../reading/format.js';
import type { MessageRows } from './message-rows.js';
import { RegisterGroups } from './register-groups.js';
import { RegisterWriter } from './register-writer.js';
import type { Conflict, OnClash } from './settling.js';
import { PARTITIONS } from './spool.js';
import type { StatementTable } from './statement-table.js';
import type { StatementCollector } from './statement-collector.js';

/** What a body states, ready to be decided on. */
export interface Reading {
  readonly collected: StatementCollector;
  readonly outcome: ReadingOutcome;
  /** Which message each row came by, where the body was made from messages. */
  readonly messages?: MessageRows;
}

/** Who states it, beside which complete releases, and how it goes on. */
export interface Recording {
  readonly token: string;
  readonly released: string;
  readonly receivedOn: string;
  /** By indicator, when this submission is a complete release of it. */
  readonly complete: ReadonlyMap<string, CompleteRelease>;
  readonly completeBefore: ReadonlyMap<string, readonly CompleteRelease[]>;
  readonly dryRun: boolean;
  /** Called when so many registers more are done. */
  readonly onAppended: (registers: number) => void;
}

/** Decides everything that was read, register by register, and appends it unless it is a dry run. */
export async function recordReading(
  store: EventStore,
  cache: HistoryCache,
  { collected, messages }: Reading,
  recording: Recording,
): Promise<RegisterWriter> {
  const writer = new RegisterWriter(
    store,
    cache,
    {
      submission: recording.token,
      released: recording.released,
      receivedOn: recording.receivedOn,
      completeOf: (indicator) => recording.complete.get(indicator) ?? null,
      completeBefore: (indicator) => recording.completeBefore.get(indicator) ?? [],
    },
    recording.dryRun,
    { appended: recording.onAppended },
  );
  const clash: OnClash = {
    conflict: (conflict) => refuseBoth(collected, conflict, messages !== undefined),
    repeat: (rows) => leave(collected, 'repeated-row', rows),
    superseded: (rows) => leave(collected, 'superseded-row', rows),
  };
  const groups = new RegisterGroups(collected, clash, messages);
  for (const table of tables(collected)) {
    for (const group of groups.of(table)) await writer.state(group);
    await writer.flush();
    if (table !== collected.table) table.free();
  }
  await untouched(store, recording.complete, writer);
  return writer;
}

function leave(collected: StatementCollector, code: string, rows: number): void {
  collected.unsettled += rows;
  collected.ignore(code, rows);
}

function* tables(collected: StatementCollector): Generator<StatementTable> {
  if (!collected.spool) return void (yield collected.table);
  if (collected.table.length > 0) collected.spill();
  for (let p = 0; p < PARTITIONS; p++) yield collected.spool.partition(p);
}

/** So many of the rows that a row conflicts with are named. */
const NAMED_MAX = 5;

/** Rows of a message are counted in its body, which the sender of the message never saw. */
function refuseBoth(collected: StatementCollector, { rows, indicator, area, period }: Conflict, isOfMessage: boolean): void {
  const what = `different figures for ${indicator} in ${area}, ${periodText(periodFromKey(period))}; send the one that is right.`;
  collected.unsettled += rows.length;
  const first = rows.slice(0, NAMED_MAX + 1);
  for (const row of rows) {
    const others = first.filter((other) => other !== row).slice(0, NAMED_MAX);
    const who = isOfMessage ? 'The message states' : `Rows ${[row, ...others].sort((a, b) => a - b).join(' and ')} state`;
    collected.refuse({ row, column: null, code: 'conflicting-rows', detail: `${who} ${what}`, retryable: false });
  }
}

/** A complete release speaks for the indicator's other registers too: what they hold is missing from it. */
async function untouched(store: EventStore, complete: ReadonlyMap<string, CompleteRelease>, writer: RegisterWriter): Promise<void> {
  for (const indicator of complete.keys()) {
    const done = new Set((writer.touched.get(indicator) ?? []).map(([register]) => register));
    for (const stream of await store.streams(`register-${indicator}-`)) {
      const key = registerKey(stream);
      if (key?.indicator === indicator && !done.has(`${key.prefix}-${key.year}`)) await writer.state({ ...key, blocks: [] });
    }
  }
  await writer.flush();
}

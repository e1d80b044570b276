import type { MessageRows } from './message-rows.js';
import { sameStatement, type StatementTable } from './statement-table.js';

/** Two rows of one body that state different values for one observation. */
export interface Conflict {
  readonly rows: readonly number[];
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
}

/** What is done with rows that cannot stand together. */
export interface OnClash {
  conflict(conflict: Conflict): void;
  repeat(rows: number): void;
  superseded(rows: number): void;
}

/** Rows that state one observation, settled: the one that stands, if any, and what becomes of the others. */
export interface Settled {
  readonly standing: number | undefined;
  /** State what another row of the same message or body states. */
  readonly repeats: number;
  /** State what a row of a later message states, as it may. */
  readonly superseded: number;
  /** Contradict each other, with nothing to say which is right: each list by itself. */
  readonly conflicts: readonly Uint32Array[];
}

/**
 * Settles rows of one observation, in the order they came. In a body that is one delivery, all must agree. Where rows
 * came by messages, those of one message must agree, and of several messages the latest stands.
 */
export function settle(table: StatementTable, rows: Uint32Array, messages: MessageRows | undefined): Settled {
  let standing: number | undefined;
  let [repeats, superseded] = [0, 0];
  const conflicts: Uint32Array[] = [];
  for (const same of messages ? byMessage(table, rows, messages) : [rows]) {
    if (!same.every((row) => sameStatement(table, row, same[0]!))) {
      conflicts.push(same);
      continue;
    }
    if (standing !== undefined) superseded++;
    standing = same[0]!;
    repeats += same.length - 1;
  }
  return { standing, repeats, superseded, conflicts };
}

function* byMessage({ ints }: StatementTable, rows: Uint32Array, messages: MessageRows): Generator<Uint32Array> {
  const messageOf = (at: number): number => messages.messageOf(ints.row[rows[at]!]!);
  for (let start = 0, end = 0; start < rows.length; start = end) {
    for (end = start + 1; end < rows.length && messageOf(end) === messageOf(start);) end++;
    yield rows.subarray(start, end);
  }
}

import type { Feed } from '#libs/catalogue';
import { Refusal } from '#libs/kernel';
import { londonDate } from '#libs/platform/work';
import type { CompleteRelease, Tally } from '../domain/register.js';
import { assumedReleaseNote, earlyReleaseNote } from '../domain/assumed-release.js';
import { windowOf } from '../domain/complete-releases.js';
import { isUnderWay } from '../domain/submission.js';
import type { ObservationCounts } from '../domain/counts.js';
import type { SubmissionCompleted } from '../domain/submission-events.js';
import type { StoredSubmission } from '../receipt.js';
import { dayApart, type RecordOrder } from '../record-order.js';
import type { Reading } from './recording.js';
import type { RegisterWriter } from './register-writer.js';
import type { StatementCollector } from './statement-collector.js';

/** A submission being recorded, and what was read of it. */
export interface Work {
  readonly order: RecordOrder;
  readonly feed: Feed;
  readonly stored: StoredSubmission;
  readonly reading: Reading;
}

/** The refusal of a release date after the day of receipt. */
export function notYetReleased({ released, receivedOn, received }: Pick<RecordOrder, 'released' | 'receivedOn' | 'received'>): Refusal {
  const byClock = londonDate(new Date(received));
  const why =
    receivedOn < byClock ? ` by the log, for the clock says ${byClock} and is not confirmed (FLOOR_CLOCK_CONFIRMED=${byClock})` : '';
  const detail = `The release date ${released} lies after the day of receipt, ${receivedOn}${why}; give the date on which it was published.`;
  return new Refusal('not-yet-released', detail);
}

/** Whether the first receipt stands for good. */
export function isFinal({ state }: StoredSubmission): boolean {
  return state.completed !== null && !isUnderWay(state) && !state.withdrawn && !state.completed.retryable;
}

/** Whether it was recorded and nothing is under way: what could be tried again may be left. */
export function isCompleted({ state }: StoredSubmission): boolean {
  return state.completed !== null && !isUnderWay(state);
}

/** A second sending that would be refused the same rows changes nothing: the first receipt stands. */
export function nothingNew({ state }: StoredSubmission, { refused }: StatementCollector): boolean {
  if (!state.completed || isUnderWay(state)) return false;
  return JSON.stringify(sorted(refused.byCode)) === JSON.stringify(sorted(withoutConflicts(state.completed.refused)));
}

const sorted = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));

/** Conflicts are found after reading, so they are left out of the comparison. */
const withoutConflicts = ({ 'conflicting-rows': _, ...rest }: Readonly<Record<string, number>>): Readonly<Record<string, number>> => rest;

/** By indicator, what this submission is a complete release of. */
export function completeReleases({ order, feed, reading }: Work, token: string): Map<string, CompleteRelease> {
  const kind = feed.profile['complete'];
  if (kind !== 'indicator' && kind !== 'window') return new Map();
  const { collected, outcome } = reading;
  if (collected.refused.hidesFigures) {
    collected.note(
      'not-complete',
      'Rows were refused that may hold standing figures, so nothing is taken to be dropped; mend them and send the file again.',
    );
    return new Map();
  }
  return new Map(
    outcome.complete.map((code) => {
      const window = windowOf(kind, collected.windows.get(collected.indicator(code)));
      return [code, { submission: token, released: order.released, window }];
    }),
  );
}

/** What the completion says, but for the list of refused rows. */
export function summaryOf(
  { order, feed, reading: { collected, outcome } }: Work,
  writer: RegisterWriter,
): Omit<SubmissionCompleted['data'], 'v' | 'attempt' | 'refusals'> {
  const { refused, ignored } = collected;
  const { released, releaseAssumed } = order;
  const dated = (releaseAssumed ? assumedReleaseNote : earlyReleaseNote)(released, collected.periods.texts);
  const left = Object.values(ignored).reduce((sum, n) => sum + n, 0);
  return {
    feed: feed.code,
    released: order.released,
    received: order.received,
    ...dayApart(order),
    backfill: order.backfill,
    rows: { read: outcome.rows, taken: outcome.rows - refused.count - left, refused: refused.count, ignored: left },
    observations: countsOf(writer.tally),
    refused: { ...refused.byCode },
    ignored: { ...ignored },
    notes: [...collected.notes, ...(dated === undefined ? [] : [dated])],
    refusalsByCause: refused.causes.greatest(),
    causes: refused.causes.distinct(),
    retryable: refused.retryable,
    registers: writer.registers,
    indicators: [...writer.touched.keys()].sort(),
  };
}

/** Nothing older is not said, as in events of before. */
const countsOf = ({ older, ...counts }: Tally): ObservationCounts => (older > 0 ? { ...counts, older } : counts);

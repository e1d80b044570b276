import { Refusal } from '#libs/kernel';
import { refuse } from '#libs/platform';
import { BadCursor } from '#libs/read-store';
import { parseAsOf } from './moment.js';

/** The answer to a list's question; a cursor that no page gave out ends the request with 400. */
export async function listed<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (fault) {
    if (fault instanceof BadCursor) refuse(new Refusal('bad-cursor', fault.message), 400);
    throw fault;
  }
}

/** Progress and breaches as known at an earlier moment cannot be asked yet: said, rather than answered with today's. */
export function refuseAsOf(asOf: string | undefined): void {
  if (asOf === undefined) return;
  orRefuse(parseAsOf(asOf), 400); // What is no moment is said first.
  refuse(new Refusal('as-of-not-supported', 'asOf is answered for series; for progress and breaches leave it out.'), 400);
}

/** The value, or the end of the request with this status. */
export function orRefuse<T>(outcome: T | Refusal, status: number): T {
  if (outcome instanceof Refusal) refuse(outcome, status);
  return outcome;
}

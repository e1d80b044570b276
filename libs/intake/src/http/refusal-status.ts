import { HttpStatus } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import type { Recorded } from '../record-submission.js';
import { mayPush, type Person, ProblemException, refuse } from '#libs/platform';

/** The refusals that HTTP has a status of its own for; the others are 422. */
const STATUS: Readonly<Record<string, HttpStatus>> = {
  'unknown-feed': HttpStatus.NOT_FOUND,
  'no-such-submission': HttpStatus.NOT_FOUND,
  'bad-cursor': HttpStatus.BAD_REQUEST,
  'bad-release-date': HttpStatus.BAD_REQUEST,
  'idempotency-key-reused': HttpStatus.CONFLICT,
  'already-recorded': HttpStatus.CONFLICT,
  'already-withdrawn': HttpStatus.CONFLICT,
  withdrawn: HttpStatus.CONFLICT,
  'not-withdrawn': HttpStatus.CONFLICT,
  'not-completed': HttpStatus.CONFLICT,
  'nothing-to-retry': HttpStatus.CONFLICT,
  busy: HttpStatus.SERVICE_UNAVAILABLE,
  'body-too-large': HttpStatus.PAYLOAD_TOO_LARGE,
  'too-many-rows': HttpStatus.PAYLOAD_TOO_LARGE,
  'unsupported-encoding': HttpStatus.UNSUPPORTED_MEDIA_TYPE,
};

/** The outcome, unless its submission could not be finished: the answer says so, and where to retry or withdraw it. */
export function finished(outcome: Recorded | Refusal): Recorded {
  const recorded = taken(outcome);
  const { failed, state, submission } = recorded.receipt;
  if (failed === null || state !== 'failed') return recorded;
  const sentence = `The file is kept as submission ${submission} and could not be recorded: ${failed.detail} Retry it at /v1/submissions/${submission}/retry, or withdraw it.`;
  return refuse(new Refusal('submission-failed', sentence, { submission, cause: failed.code }));
}

/** The outcome itself, unless it is a refusal: then the answer is that. */
export function taken<T>(outcome: T | Refusal): T {
  if (outcome instanceof Refusal) refuse(outcome, Object.hasOwn(STATUS, outcome.code) ? STATUS[outcome.code] : undefined);
  return outcome;
}

/** Refuses a data team that reaches for another team's feed. */
export function ownFeed(person: Person, feed: string): void {
  if (mayPush(person, feed)) return;
  const sentence = `${person.name} may not push to ${feed} nor see its submissions; its feeds are ${person.feeds.join(', ') || 'none'}.`;
  throw new ProblemException(new Refusal('not-your-feed', sentence, { feed }), HttpStatus.FORBIDDEN);
}

export const noSuchSubmission = (id: string): Refusal => new Refusal('no-such-submission', `There is no submission ${id}.`);

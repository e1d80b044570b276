import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Position } from '#libs/event-store';
import { positionText } from './positions.js';
import { WireFault } from './wire-fault.js';

/** What a server says of an append: written, up to this version and, where it says so, at this position; or where the stream is instead. */
export type AppendAnswer = { readonly version: number; readonly position: Position | undefined } | { readonly actual: number };

const WRONG_VERSION = 'event_store.client.WrongExpectedVersion';

/** The answer to an append in a call of its own. */
export function answerOf(answer: Streams.AppendResp): AppendAnswer {
  const success = answer.getSuccess();
  if (success !== undefined) return written(success.getCurrentRevision(), success.getPosition());
  const wrong = answer.getWrongExpectedVersion()!;
  return { actual: wrong.hasCurrentRevision() ? versionOf(wrong.getCurrentRevision()) : 0 };
}

/** The answer to one append of many; throws a WireFault for any other error, of which a call of its own says more. */
export function answerOfMany(answer: Streams.BatchAppendResp): AppendAnswer {
  const success = answer.getSuccess();
  if (success !== undefined) return written(success.getCurrentRevision(), success.getPosition());
  const wrong = answer.getError()?.getDetails()?.unpack(sharedPb.WrongExpectedVersion.deserializeBinary, WRONG_VERSION);
  if (!wrong) throw new WireFault(new Error(answer.getError()?.getMessage() || 'the server gave no reason'));
  return { actual: wrong.hasCurrentStreamRevision() ? versionOf(wrong.getCurrentStreamRevision()) : 0 };
}

interface Place {
  getCommitPosition(): string;
  getPreparePosition(): string;
}

function written(revision: string, place: Place | undefined): AppendAnswer {
  const position = place && positionText(place.getCommitPosition(), place.getPreparePosition());
  return { version: versionOf(revision), position };
}

const versionOf = (revision: string): number => Number(revision) + 1;

import { BlobDamaged, NoSuchBlob } from '#libs/blob-store';
import { NotJson, TooLarge } from '#libs/event-store';
import type { Refusal } from '#libs/kernel';
import { BodyChanged } from './kept-body.js';

/** Why a submission cannot be finished. */
export interface Failure {
  readonly code: string;
  readonly detail: string;
}

const DETAIL_LENGTH_MAX = 1000;

/** What is said of a submission that was ended by this error. */
export function failureBy(error: unknown): Failure {
  if (error instanceof NoSuchBlob) return failed('body-missing', 'The kept body is gone; push the same file again to put it back.');
  if (error instanceof BlobDamaged) return failed('body-changed', `${error.message} Push the same file again to put it back.`);
  if (error instanceof BodyChanged) return failed('body-changed', error.message);
  if (error instanceof TooLarge) return failed('event-too-large', `${error.message} Send the file in parts, or shorten its texts.`);
  if (error instanceof NotJson) return failed('not-recordable', `${error.message} Correct the file, or the profile of its feed.`);
  return failed('not-recordable', `Recording it throws "${String(error)}"; report this, and retry it with a version that is corrected.`);
}

/** What is said of a submission that was begun and that is refused now, such as after a change of its feed. */
export const failureByRefusal = ({ code, detail }: Refusal): Failure => failed(code, detail);

/** Whether the same error is bound to come again, so that trying again at once is of no use. */
export function isCertain(error: unknown): boolean {
  return [NoSuchBlob, BlobDamaged, BodyChanged, TooLarge, NotJson].some((certain) => error instanceof certain);
}

const failed = (code: string, detail: string): Failure => ({ code, detail: detail.slice(0, DETAIL_LENGTH_MAX) });

import { HttpStatus } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import { refuse } from '#libs/platform';
import type { ListDto } from './catalogue.dto.js';

/** A page of a list; `next` continues it and is null at the end. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The part of a list in order of code that comes after the cursor, which is the last code of the page before. */
export function listed<T extends { readonly code: string }>(all: readonly T[], { limit, cursor }: ListDto): Listed<T> {
  const rest = cursor === undefined ? all : all.filter(({ code }) => code > cursor);
  const items = rest.slice(0, limit);
  return { items, next: rest.length > limit ? items.at(-1)!.code : null };
}

/** What was looked for, or 404. */
export function found<T>(one: T | undefined, what: string, code: string): T {
  if (one === undefined)
    refuse(new Refusal(`no-such-${what}`, `The catalogue has no ${what} ${code}.`, { [what]: code }), HttpStatus.NOT_FOUND);
  return one;
}

const STATUS: Readonly<Record<string, HttpStatus>> = {
  'group-frozen': HttpStatus.CONFLICT,
  'too-large': HttpStatus.PAYLOAD_TOO_LARGE,
};

/** The outcome, or the refusal as an answer of its own. */
export function taken<T>(outcome: T | Refusal): T {
  if (outcome instanceof Refusal) refuse(outcome, Object.hasOwn(STATUS, outcome.code) ? STATUS[outcome.code] : undefined);
  return outcome;
}

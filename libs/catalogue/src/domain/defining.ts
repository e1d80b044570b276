import { Refusal } from '#libs/kernel';
import { EVENT_BYTES_MAX } from './events.js';

/** Whether two definitions say the same, whatever the order of their keys; what is left out and what is undefined are one. */
export function sameDefinition(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );
}

/** The refusal of a code that cannot stand in the names of streams. */
export function badSlug(what: string, code: string, form: RegExp): Refusal | undefined {
  if (form.test(code)) return undefined;
  return new Refusal('unreadable-code', `"${code.slice(0, 60)}" cannot be the code of ${what}; it must match ${form.source}.`, {
    code: code.slice(0, 60),
  });
}

/** The refusal of an event larger than the log takes. */
export function tooLarge(event: { readonly data: object }): Refusal | undefined {
  if (bytesOf(JSON.stringify(event.data)) <= EVENT_BYTES_MAX) return undefined;
  return new Refusal('too-large', `The definition takes more than ${EVENT_BYTES_MAX / 1024} KB; divide it.`, { bytesMax: EVENT_BYTES_MAX });
}

/** How long a text is in UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff ? 2 : 1; // Half of a pair counts 3 here and 2 in truth: never too few.
  }
  return bytes;
}

/** The first refusal of a list of checks, run in order until one refuses. */
export function firstRefusal(checks: Iterable<() => Refusal | undefined>): Refusal | undefined {
  for (const check of checks) {
    const refusal = check();
    if (refusal) return refusal;
  }
  return undefined;
}

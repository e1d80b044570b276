import { Refusal } from '#libs/kernel';

/** What the main thread says to a worker. */
export type ToThread =
  { readonly kind: 'call'; readonly id: number; readonly name: string; readonly data: object } | { readonly kind: 'close' };

/** What a worker says to the main thread. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: object }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly code: string; readonly detail: string; readonly facts: Refusal['facts'] }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: PostedFault };

/** An exception as it can be posted. */
export interface PostedFault {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** A job's outcome, as it is posted: classes do not survive the way, so a refusal goes in parts. */
export function posted(id: number, value: unknown): FromThread {
  if (!(value instanceof Refusal)) return { kind: 'result', id, value };
  return { kind: 'refusal', id, code: value.code, detail: value.detail, facts: value.facts };
}

/** A job's exception, as it is posted. */
export function postedFault(id: number, error: unknown): FromThread {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'fault', id, fault: { name, message, stack } };
}

/** The exception again, with the stack of where it arose. */
export function faultOf({ name, message, stack }: PostedFault): Error {
  return Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
}

/** The memory that goes along with a job's data instead of being copied: that of bytes which fill a buffer of their own. */
export function handedOver(data: object): ArrayBuffer[] {
  return Object.values(data).flatMap((member: unknown) => {
    if (!(member instanceof Uint8Array) || !(member.buffer instanceof ArrayBuffer)) return [];
    return member.byteLength === member.buffer.byteLength ? [member.buffer] : [];
  });
}

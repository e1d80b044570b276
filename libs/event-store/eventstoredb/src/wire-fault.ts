/** The numbers that gRPC gives to what may pass by itself: cancelled, unknown, too late, exhausted, aborted, internal, unavailable. */
const PASSING = new Set([1, 2, 4, 8, 10, 13, 14]);
const UNAUTHENTICATED = 16;
const PERMISSION_DENIED = 7;
/** A server that no longer leads; the client goes to the leader by itself. */
const NOT_LEADER = 'not-leader';

/** A call that failed on the way, or at the server. Whether it took effect is not known. */
export class WireFault extends Error {
  readonly code: number | undefined;
  /** Whether the same again may do. */
  readonly mayPass: boolean;
  /** Whether the server let us in. */
  readonly isRefused: boolean;

  constructor(cause: unknown) {
    const { code, details, message, metadata } = (cause ?? {}) as {
      code?: number;
      details?: string;
      message?: string;
      metadata?: { getMap?(): Record<string, unknown> };
    };
    super(details || message || String(cause), { cause });
    this.name = 'WireFault';
    this.code = code;
    this.isRefused = code === UNAUTHENTICATED || code === PERMISSION_DENIED;
    this.mayPass = code === undefined || PASSING.has(code) || String(metadata?.getMap?.()['exception']) === NOT_LEADER;
  }
}

/** EventStoreDB did not do in time what was asked, and may do it later. Known to `isStoreFault` by its name. */
export class UnavailableError extends Error {
  constructor(says: string, cause?: unknown) {
    super(says, { cause });
    this.name = 'UnavailableError';
  }
}

/** What is thrown at a caller for a fault that did not pass. */
export const unavailable = (fault: WireFault): UnavailableError =>
  new UnavailableError(`EventStoreDB does not do as it is asked: ${fault.message}.`, fault);

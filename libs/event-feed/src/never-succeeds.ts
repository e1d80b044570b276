/** A rule, a pure function of what the log holds, has thrown: the same events give the same error again. */
export class RuleError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
    this.name = 'RuleError';
  }
}

/** An event, or a part of one, that no decoder can read. */
export class Undecodable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Undecodable';
  }
}

/** Runs a pure rule; whatever it throws is a RuleError. Nothing that does input or output belongs in here. */
export function byRule<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    throw new RuleError(error);
  }
}

/** What a store or a topic says of the content that it was given: an event that is no JSON, an append or a message beyond its bound. */
const REFUSED_CONTENT = new Set(['NotJson', 'TooLarge', 'MessageTooLarge']);

/** What JavaScript itself throws over a value that is not what the code takes it for. */
const OWN_ERRORS = new Set(['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError']);

/**
 * Whether the same event can only give the same error again, so that it is parked. Every other error may pass, a store's, the
 * network's or one that nobody has thought of, and is tried again. Clients of stores wrap theirs too, with a code or a cause.
 */
export function canNeverSucceed(error: unknown): boolean {
  if (error instanceof RuleError || error instanceof Undecodable) return true;
  if (!(error instanceof Error)) return false;
  if (REFUSED_CONTENT.has(error.name)) return true;
  if (!OWN_ERRORS.has(error.name)) return false;
  return error.cause === undefined && !('code' in error) && !CLOSED.test(error.message);
}

/** What a closed SQLite file says, with no code of its own. */
const CLOSED = /database connection is not open/;

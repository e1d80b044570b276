/** SQLite codes that say that the statement is wrong, so that the same again can never do. */
const SQLITE_MISTAKE = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE|MISUSE|ERROR)/;
const SQLITE_FAULT = /^SQLITE_/;
/** ENOSPC, ECONNRESET, EIO ...: the operating system's; Node's own mistakes are called ERR_... */
const SYSTEM_FAULT = /^E[A-Z0-9]+$/;
/** By name, since a client's own classes are known to its adapter alone; a lost race over a stream or a work is tried again too. */
const CLIENT_FAULT =
  /^(WrongVersion|Overtaken|KafkaFault|UnavailableError|TimeoutError|CancelledError|Mongo(Network|ServerSelection|NotConnected|Pool|Topology|ServerClosed|ClientClosed|WaitQueue|OperationTimeout|ExpiredSession).*)$/;

/**
 * MongoDB's codes that say that the server is at fault, or no longer lets us in, and not the document: hosts and networks (6, 7, 89,
 * 9001), locks and time (24, 46, 50, 112, 262), write concern (64, 79, 100), cursors (43, 175, 237), log-in (13, 18, 391), a primary
 * that stops or steps down (91, 133, 134, 189, 10107, 11600, 11601, 11602, 13435, 13436), a full disk (14031).
 */
const MONGO_FAULTS = new Set([
  6, 7, 13, 18, 24, 43, 46, 50, 64, 79, 89, 91, 100, 112, 133, 134, 175, 189, 237, 262, 391, 9001, 10107, 11600, 11601, 11602, 13435, 13436,
  14031,
]);

/** What a closed SQLite file says, with no code of its own: an untidy shutdown must not park anything. */
const CLOSED = /database connection is not open/;

/** Whether an error is a store's or the network's and may pass, so that it says nothing against the event in hand. */
export function isStoreFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, name, message, cause } = error as Partial<Record<'code' | 'name' | 'message' | 'cause', unknown>>;
  if (isFaultCode(code, String(name))) return true;
  if (CLIENT_FAULT.test(String(name)) || CLOSED.test(String(message))) return true;
  return cause !== error && isStoreFault(cause);
}

function isFaultCode(code: unknown, name: string): boolean {
  if (typeof code === 'number') return name.startsWith('Mongo') && MONGO_FAULTS.has(code);
  return typeof code === 'string' && (SYSTEM_FAULT.test(code) || (SQLITE_FAULT.test(code) && !SQLITE_MISTAKE.test(code)));
}

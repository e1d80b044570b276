/** SQLite codes that say that the statement is wrong, so that the same again can never do. */
const SQLITE_MISTAKE = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE|MISUSE|ERROR)/;
const SQLITE_FAULT = /^SQLITE_/;
/** ENOSPC, ECONNRESET, EIO ...: the operating system's; Node's own mistakes are called ERR_... */
const SYSTEM_FAULT = /^E[A-Z0-9]+$/;
/** By name, since a client's own classes are known to its adapter alone; a lost race over a stream or a work is tried again too. */
const CLIENT_FAULT =
  /^(WrongVersion|Overtaken|KafkaFault|UnavailableError|TimeoutError|CancelledError|MongoFault|Mongo(Network|ServerSelection|NotConnected|Pool|Topology|ServerClosed|ClientClosed|WaitQueue|OperationTimeout|ExpiredSession).*)$/;

/** What a closed SQLite file says, with no code of its own: an untidy shutdown must not park anything. */
const CLOSED = /database connection is not open/;

/** Whether an error is a store's or the network's and may pass, so that it says nothing against the event in hand. */
export function isStoreFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, name, message, cause } = error as Partial<Record<'code' | 'name' | 'message' | 'cause', unknown>>;
  if (typeof code === 'string' && isFaultCode(code)) return true;
  if (CLIENT_FAULT.test(String(name)) || CLOSED.test(String(message))) return true;
  return cause !== error && isStoreFault(cause);
}

function isFaultCode(code: string): boolean {
  return SYSTEM_FAULT.test(code) || (SQLITE_FAULT.test(code) && !SQLITE_MISTAKE.test(code));
}

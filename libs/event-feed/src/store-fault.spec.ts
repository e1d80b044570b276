import { isStoreFault } from './store-fault.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });
const withName = (name: string) => Object.assign(new Error('x'), { name });

describe('a fault of a store', () => {
  it.each([
    withCode('SQLITE_BUSY'),
    withCode('SQLITE_IOERR_WRITE'),
    withCode('SQLITE_FULL'),
    withCode('ENOSPC'),
    withCode('ECONNRESET'),
    withName('WrongVersion'),
    withName('Overtaken'),
    Object.assign(withName('MongoServerError'), { code: 10107 }),
    Object.assign(withName('MongoBulkWriteError'), { code: 64 }),
    withName('MongoNetworkTimeoutError'),
    withName('MongoPoolClearedError'),
    withName('MongoServerSelectionError'),
    withName('MongoClientClosedError'),
    new TypeError('The database connection is not open'),
    new Error('wrapped', { cause: withCode('EPIPE') }),
  ])('is %p', (error) => expect(isStoreFault(error)).toBe(true));

  it.each([
    new Error('x'),
    new TypeError('undefined is not a function'),
    withCode('ERR_INVALID_ARG_TYPE'),
    withCode('SQLITE_CONSTRAINT_UNIQUE'),
    withCode('SQLITE_ERROR'),
    withName('TooLarge'),
    withName('MongoServerError'),
    Object.assign(withName('MongoServerError'), { code: 121 }),
    Object.assign(withName('MongoBulkWriteError'), { code: 10334 }),
    Object.assign(withName('AnyError'), { code: 13 }),
    'text',
    null,
    undefined,
  ])('is not %p', (error) => expect(isStoreFault(error)).toBe(false));
});

import { Refusal } from '#libs/kernel';
import { faultOf, handedOver, posted, postedFault } from './messages.js';
import { LocalCalls, ThreadHandlers } from './thread-calls.js';

/** The way of a message from one thread to the other. */
const sent = <T>(message: T): T => structuredClone(message);

describe('a message between threads', () => {
  it('carries a refusal by its parts, for classes do not survive the way', () =>
    expect(sent(posted(7, new Refusal('no', 'No.', { row: 3 })))).toEqual({
      kind: 'refusal',
      id: 7,
      code: 'no',
      detail: 'No.',
      facts: { row: 3 },
    }));
  it('carries a fault with its name, its message and the place where it arose', () => {
    const message = sent(postedFault(7, new RangeError('too far')));
    const fault = message.kind === 'fault' ? faultOf(message.fault) : undefined;
    expect(fault).toMatchObject({ name: 'RangeError', message: 'too far', stack: expect.stringContaining('threads.spec') });
  });
  it('carries any other outcome as it is', () =>
    expect(sent(posted(7, { rows: 3 }))).toEqual({ kind: 'result', id: 7, value: { rows: 3 } }));
});

describe('the jobs of a thread', () => {
  it('get bytes handed over, not copied; bytes that share a buffer are copied', async () => {
    const handlers = new ThreadHandlers();
    handlers.on('sum', async (data) => Object.values(data).flatMap((bytes: Uint8Array) => [...bytes]));
    const shared = new Uint8Array([1, 2, 3, 4]);
    const [whole, part] = [new Uint8Array([7, 8]), shared.subarray(1, 3)];
    expect(handedOver({ whole, part, name: 'x', none: undefined })).toEqual([whole.buffer]);
    expect(await new LocalCalls(handlers).call('intake', 'sum', { whole, part })).toEqual([7, 8, 2, 3]);
    expect([whole.byteLength, part.byteLength, shared.byteLength]).toEqual([0, 2, 4]);
  });

  it('are done by their handlers, who report on the way', async () => {
    const handlers = new ThreadHandlers();
    handlers.on('double', async (data, progress) => {
      progress({ half: true });
      return (data as { n: number }).n * 2;
    });
    const reports: object[] = [];
    const calls = new LocalCalls(handlers);
    expect(await calls.call('intake', 'double', { n: 2 }, (progress) => reports.push(progress))).toBe(4);
    expect(reports).toEqual([{ half: true }]);
    await expect(calls.call('intake', 'triple', {})).rejects.toThrow('No handler takes the job triple');
    expect(() => handlers.on('double', async () => 0)).toThrow('two handlers');
  });
});

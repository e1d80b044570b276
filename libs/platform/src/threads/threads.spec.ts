import { Refusal } from '#libs/kernel';
import { faultOf, posted, postedFault } from './messages.js';
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

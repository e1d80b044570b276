import { Logger } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Refusal } from '#libs/kernel';
import { ProblemException } from './problem.js';
import { ProblemFilter } from './problem-filter.js';
import { ProblemPages } from './problem-page.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

/** What an exception is answered with. */
function answerTo(error: unknown): { status: number; headers: Record<string, unknown>; code: string } {
  const headers: Record<string, unknown> = {};
  const answer = { status: 0, headers, code: '' };
  const response = {
    headersSent: false,
    status: (status: number) => void (answer.status = status),
    setHeader: (name: string, value: unknown) => void (headers[name.toLowerCase()] = value),
    hasHeader: (name: string) => name.toLowerCase() in headers,
    type: () => response,
    send: (text: string) => void (answer.code = (JSON.parse(text) as { code: string }).code),
  };
  const request = { method: 'GET', path: '/v1/notes', complete: true };
  new ProblemFilter(new ProblemPages()).catch(error, new ExecutionContextHost([request, response]));
  return answer;
}

const coded = (code: string): Error => Object.assign(new Error(`${code}: no more`), { code });

describe('an exception is answered', () => {
  it.each([
    ['a refusal for now', new ProblemException(new Refusal('busy', 'Send it again.'), 503), 503, 'busy'],
    ['no file handle left', coded('EMFILE'), 503, 'busy'],
    ['no file handle left in a worker thread', new Error('EMFILE: too many open files'), 503, 'busy'],
    ['a full disk', coded('ENOSPC'), 507, 'storage-full'],
    ['anything else', new Error('secret'), 500, 'fault'],
  ])('%s', (_, error, status, code) => expect(answerTo(error)).toMatchObject({ status, code }));

  it('with when to come back, where it is 503', () => {
    expect(answerTo(coded('ENFILE')).headers['retry-after']).toBe(30);
    expect(answerTo(new Error('secret')).headers['retry-after']).toBeUndefined();
  });
});

import { fold, given, Refusal } from '#libs/kernel';
import { isOpen, submission, type SubmissionCommand } from './submission.js';
import type { SubmissionCompleted, SubmissionEvent, SubmissionStarted } from './submission-events.js';

const decide = given(submission);
const start = { feed: 'police-street', released: '2024-05-01' } as Omit<SubmissionStarted['data'], 'v' | 'attempt'>;
const summary = { feed: 'police-street', retryable: false } as Omit<SubmissionCompleted['data'], 'v' | 'attempt'>;
const started = (attempt = 1): SubmissionEvent => ({ type: 'SubmissionStarted', data: { v: 1, attempt, ...start } });
const completed = (attempt = 1, retryable = false): SubmissionEvent => ({
  type: 'SubmissionCompleted',
  data: { v: 1, attempt, ...summary, retryable },
});
const withdrawn: SubmissionEvent = {
  type: 'SubmissionWithdrawn',
  data: { v: 1, why: 'the wrong file', by: 'A. Clerk', at: '2024-05-02T09:00:00.000Z' },
};
const reinstated: SubmissionEvent = {
  type: 'SubmissionReinstated',
  data: { v: 1, why: 'it was right', by: 'A. Clerk', at: '2024-05-03T09:00:00.000Z' },
};
const failed = (attempt = 1): SubmissionEvent => ({
  type: 'SubmissionFailed',
  data: { v: 1, attempt, feed: 'police-street', code: 'body-missing', detail: 'It is gone.', at: '2024-05-02T09:00:00.000Z' },
});
const toFail: SubmissionCommand = {
  do: 'fail',
  data: { feed: 'police-street', code: 'body-missing', detail: 'It is gone.', at: '2024-05-02T09:00:00.000Z' },
};
const toReinstate: SubmissionCommand = { do: 'reinstate', data: { why: 'it was right', by: 'A. Clerk', at: '2024-05-03T09:00:00.000Z' } };
const toStart: SubmissionCommand = { do: 'start', data: start };
const toWithdraw: SubmissionCommand = { do: 'withdraw', data: { why: 'the wrong file', by: 'A. Clerk', at: '2024-05-02T09:00:00.000Z' } };

describe('a submission', () => {
  it('starts once', () => expect(decide([], toStart)).toEqual([started()]));
  it('goes on where a crash left it', () => expect(decide([started()], toStart)).toEqual([]));
  it('is not recorded twice', () => expect(decide([started(), completed()], toStart)).toMatchObject({ code: 'already-recorded' }));
  it('is tried again for rows that may be taken now', () => expect(decide([started(), completed(1, true)], toStart)).toEqual([started(2)]));
  it('is taken back, and only once', () => {
    expect(decide([started(), completed()], toWithdraw)).toEqual([withdrawn]);
    expect(decide([started(), completed(), withdrawn], toWithdraw)).toBeInstanceOf(Refusal);
  });
  it('cannot be taken back before its receipt is there', () =>
    expect(decide([started()], toWithdraw)).toMatchObject({ code: 'not-completed' }));
  it('that was withdrawn is refused when it is sent again', () =>
    expect(decide([started(), completed(), withdrawn], toStart)).toMatchObject({ code: 'withdrawn' }));
  it('counts again when somebody reinstates it, and only then', () => {
    expect(decide([started(), completed(), withdrawn], toReinstate)).toEqual([reinstated]);
    expect(decide([started(), completed()], toReinstate)).toMatchObject({ code: 'not-withdrawn' });
    expect(decide([], toReinstate)).toMatchObject({ code: 'no-such-submission' });
    expect(decide([started(), completed(), withdrawn, reinstated], toStart)).toMatchObject({ code: 'already-recorded' });
    expect(decide([started(), completed(), withdrawn, reinstated], toWithdraw)).toEqual([withdrawn]);
  });
  it('that cannot be finished ends as failed, and is open no more', () => {
    expect(decide([started()], toFail)).toEqual([failed()]);
    expect([[started()], [started(), failed()], [started(), failed(), completed()]].map((all) => isOpen(fold(submission, all)))).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('that failed goes on with the same attempt when it is retried, so that what it wrote counts once it is completed', () =>
    expect(decide([started(), failed()], toStart)).toEqual([]));
  it('that failed can be withdrawn, is refused from then on, and is failed again once it is reinstated', () => {
    expect(decide([started(), failed()], toWithdraw)).toEqual([withdrawn]);
    expect(decide([started(), failed(), withdrawn], toStart)).toMatchObject({ code: 'withdrawn' });
    expect(fold(submission, [started(), failed(), withdrawn, reinstated])).toMatchObject({
      failed: { code: 'body-missing' },
      withdrawn: null,
    });
  });
});

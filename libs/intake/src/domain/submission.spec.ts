import { given, Refusal } from '#libs/kernel';
import { submission, type SubmissionCommand } from './submission.js';
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
  it('counts again when it is sent again', () => expect(decide([started(), completed(), withdrawn], toStart)).toEqual([started(2)]));
});

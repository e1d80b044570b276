import { Readable } from 'node:stream';
import { Refusal } from '#libs/kernel';
import { administrator, type Config, type Person, ProblemException } from '#libs/platform';
import type { ReceiveSubmission } from '../receive-submission.js';
import { PushController } from './push.controller.js';
import { PushProgress } from './push-progress.js';

const config = { bodyBytesMax: 100 } as Config;
const progress = new PushProgress({ now: () => new Date(0) });
const admin = administrator('admin');
const receipt = (dryRun = false) => ({ submission: 'a', dryRun });

/** Pushes `body` with these headers; gives what the use case was asked, and what was answered. */
async function push(
  answer: unknown,
  { headers = {}, by = admin, asked = {} }: { headers?: Record<string, string>; by?: Person; asked?: object } = {},
) {
  const request = Object.assign(Readable.from([Buffer.from('a,b\n')]), { headers, get: (name: string) => headers[name] });
  const told = { status: 0, location: undefined as string | undefined };
  const response = { req: request, status: (s: number) => (told.status = s), location: (l: string) => (told.location = l) };
  const deliveries: ReceiveSubmission['delivery'][] = [];
  const bus = { execute: async ({ delivery }: ReceiveSubmission) => (deliveries.push(delivery), answer) };
  try {
    await new PushController(bus as never, config, progress).push('ons-els', asked, by, response as never);
  } catch (error) {
    if (!(error instanceof ProblemException)) throw error;
    Object.assign(told, { status: error.getStatus(), code: error.problem.code });
  }
  return { told, delivery: deliveries[0] };
}

describe('a push', () => {
  it('is answered 201 with its place when it is new, and 200 when it came before', async () => {
    expect((await push({ receipt: receipt(), first: true })).told).toEqual({ status: 201, location: '/v1/submissions/a' });
    expect((await push({ receipt: receipt(), first: false })).told).toEqual({ status: 200, location: undefined });
  });
  it('is answered 200 when it was tried dry, for nothing was made', async () => {
    const { told, delivery } = await push({ receipt: receipt(true), first: true }, { asked: { dryRun: 'true', backfill: 'false' } });
    expect(told.status).toBe(200);
    expect(delivery).toMatchObject({ dryRun: true, backfill: false, feed: 'ons-els', by: 'admin' });
  });
  it('hands on what was said of the file', async () => {
    const { delivery } = await push(
      { receipt: receipt(), first: true },
      {
        asked: { released: '2004-05-01', name: 'x.csv', backfill: 'true' },
        headers: { 'idempotency-key': 'k-1' },
      },
    );
    expect(delivery).toMatchObject({ released: '2004-05-01', name: 'x.csv', backfill: true, dryRun: false, idempotencyKey: 'k-1' });
  });
  it.each([
    [{ 'content-type': 'multipart/form-data; boundary=x' }, 415],
    [{ 'content-type': 'image/png' }, 415],
    [{ 'content-encoding': 'br' }, 415],
    [{ 'content-encoding': 'gzip', 'content-type': 'text/csv; charset=windows-1252' }, 201],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 201],
    [{ 'idempotency-key': 'k'.repeat(201) }, 400],
  ])('with the head %j is answered %i', async (headers, status) => {
    expect((await push({ receipt: receipt(), first: true }, { headers: headers as Record<string, string> })).told.status).toBe(status);
  });
  it('on another team’s feed is refused before anything is read', async () => {
    const by: Person = { role: 'data-team', feeds: ['police-street'], lsp: null, region: null, name: 'Northmoor' };
    const { told, delivery } = await push({ receipt: receipt(), first: true }, { by });
    expect([told, delivery]).toEqual([expect.objectContaining({ status: 403, code: 'not-your-feed' }), undefined]);
  });
  it('with a key that stands for other content is a conflict', async () =>
    expect((await push(new Refusal('idempotency-key-reused', 'It came before.'))).told.status).toBe(409));
});

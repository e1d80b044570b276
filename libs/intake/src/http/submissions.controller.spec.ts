import { Refusal } from '#libs/kernel';
import { administrator, type Person, ProblemException } from '#libs/platform';
import type { Receipt } from '../domain/submission-events.js';
import { GetReceipt } from '../get-receipt.js';
import { ListSubmissions } from '../list-submissions.js';
import { SubmissionsController } from './submissions.controller.js';
import { PushProgress } from './push-progress.js';
import { ownFeed, taken } from './refusal-status.js';

const team: Person = { role: 'data-team', feeds: ['police-street'], lsp: null, region: null, name: 'Northmoor' };
const officer: Person = { role: 'go-officer', feeds: [], lsp: null, region: 'E12000001', name: 'GO NE' };
const receipt = { submission: 'a', feed: 'ons-els' } as Receipt;

/** A feed that may state anything, and one of a place outside the officer's region. */
const feeds = [
  { code: 'ons-els', areas: [] },
  { code: 'police-street', areas: ['E08000003'] },
];
const catalogue = {
  feeds: () => feeds,
  feed: (code: string) => feeds.find((f) => f.code === code),
  liesIn: () => false,
  codesOf: (c: string) => [c],
};

/** The buses, answering what they are told and keeping what they were asked. */
function controller(answer: unknown) {
  const asked: unknown[] = [];
  const bus = { execute: async (message: unknown) => (asked.push(message), message instanceof GetReceipt ? receipt : answer) };
  return { asked, routes: new SubmissionsController(bus as never, bus as never, { upToDate: async () => catalogue } as never) };
}
const statusOf = async (work: () => unknown): Promise<number> => {
  try {
    await work();
    return 200;
  } catch (error) {
    return (error as ProblemException).getStatus();
  }
};

describe('the submissions', () => {
  it('are shown to a data team for its own feeds only, and to others for the feeds of their areas', async () => {
    const { asked, routes } = controller({ items: [], next: null });
    await routes.list({}, team);
    await routes.list({}, officer);
    expect(asked.map((query) => (query as ListSubmissions).of.feeds)).toEqual([['police-street'], ['ons-els']]);
    expect(await statusOf(() => routes.list({ feed: 'ons-els' }, team))).toBe(403);
    expect(await statusOf(() => routes.receipt('a', team))).toBe(403);
    expect(await statusOf(() => routes.receipt('a', officer))).toBe(200);
    expect(await statusOf(() => routes.list({ feed: 'police-street' }, officer))).toBe(403);
  });
  it('are withdrawn by whoever may push them, before the rule is asked', async () => {
    const { asked, routes } = controller(receipt);
    expect(await statusOf(() => routes.withdraw('a', { why: 'sent in error' }, team))).toBe(403);
    expect(asked).toHaveLength(1);
    expect(await routes.withdraw('a', { why: 'sent in error' }, administrator('admin'))).toBe(receipt);
  });
});

describe('a refusal over HTTP', () => {
  it.each([
    ['unknown-feed', 404],
    ['idempotency-key-reused', 409],
    ['body-too-large', 413],
    ['wrong-header', 422],
    ['constructor', 422],
  ])('%s is %i', async (code, status) => expect(await statusOf(() => taken(new Refusal(code, 'So it is.')))).toBe(status));
  it('names the feeds that a data team does have', () => expect(() => ownFeed(team, 'ons-els')).toThrow(ProblemException));
});

describe('the progress of a push', () => {
  it('is shown while it lasts, with its rate, and forgotten after it, also when it fails', async () => {
    let now = 0;
    const progress = new PushProgress({ now: () => new Date(now) });
    const work = progress.during('ons-els', async (report) => {
      expect(progress.of('ons-els')).toMatchObject([{ phase: 'waiting', rows: 0 }]);
      now = 2000;
      report({ phase: 'reading', rows: 5000, bytes: 9 });
      expect(progress.of('ons-els')).toMatchObject([{ phase: 'reading', rows: 5000, rowsPerSecond: 2500 }]);
      expect(progress.of('police-street')).toEqual([]);
      throw new Error('broken');
    });
    await expect(work).rejects.toThrow('broken');
    expect(progress.of('ons-els')).toEqual([]);
  });
});

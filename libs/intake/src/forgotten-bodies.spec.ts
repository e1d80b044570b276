import type { BlobStore, KeptKey } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { BodyCollection } from './body-collection.js';
import { ForgottenBodies } from './forgotten-bodies.js';

const id = (letter: string): string => letter.repeat(24);
const NOW = new Date('2026-11-02T12:00:00Z');
const HOURS = 3_600_000;
/** So long ago the log began. */
const BEGAN_HOURS = 48;

/** Keys, each kept so many hours ago. */
class Kept {
  constructor(readonly hours: Record<string, number>) {}
  get left() {
    return Object.keys(this.hours).sort();
  }
  private since = (key: string) => new Date(NOW.getTime() - this.hours[key]! * HOURS);
  keys = async function* (this: Kept, prefix: string): AsyncGenerator<KeptKey> {
    for (const key of this.left) if (key.startsWith(prefix)) yield { key, since: this.since(key) };
  };
  removeOlder = async (key: string, than: Date): Promise<boolean> => this.since(key) <= than && delete this.hours[key];
}

type Events = readonly { type: string; data: object }[];
const started = (blob: string) => ({ type: 'SubmissionStarted', data: { blob } });
const completed = (refusals: string | null) => ({ type: 'SubmissionCompleted', data: { refusals } });

/** A log of these streams. */
const logOf = (streams: Record<string, Events>) =>
  ({
    versions: async (names: string[]) => names.map((name) => streams[name]?.length ?? 0),
    read: async ({ stream }: { stream: string }) => streams[stream] ?? [],
    readAll: async (_: string, __: number, categories?: readonly string[]) =>
      categories
        ? Object.entries(streams).flatMap(([name, events]) => (name.startsWith('partition-') ? events : []))
        : [{ recordedAt: new Date(NOW.getTime() - BEGAN_HOURS * HOURS).toISOString() }],
  }) as unknown as EventStore;

async function leftOf(kept: Kept, streams: Record<string, Events>, isAlone = true): Promise<string[]> {
  const collection = new BodyCollection(new ForgottenBodies(logOf(streams), kept as unknown as BlobStore), { now: () => NOW }, isAlone);
  await collection.start();
  await new Promise((resolve) => setImmediate(resolve));
  await collection.stop();
  return kept.left;
}

describe('a body that was kept before a crash (design 4.1)', () => {
  it('is collected at the start where nothing names it, and stays where its submission does', async () => {
    const [gone, named] = [`body-${id('a')}-1700000000000-1`, `body-${id('b')}-1700000000000-1`];
    expect(await leftOf(new Kept({ [gone]: 1, [named]: 1 }), { [`submission-${id('b')}`]: [started(named)] })).toEqual([named]);
  });
  it('is collected where the same file was pushed again and recorded from another', async () => {
    const [one, two, three] = [1, 2, 3].map((n) => `body-${id('a')}-1700000000000-${n}`) as [string, string, string];
    const events = [started(two), completed(null), started(three)];
    expect(await leftOf(new Kept({ [one]: 1, [two]: 1, [three]: 1 }), { [`submission-${id('a')}`]: events })).toEqual([two, three]);
  });
  it('stays where only the claim of a partition names it', async () => {
    const [claimed, gone] = [`body-${id('c')}`, `body-${id('d')}`];
    const claim = { type: 'OffsetsTaken', data: { submissions: [{ blob: claimed }] } };
    expect(await leftOf(new Kept({ [claimed]: 1, [gone]: 1 }), { 'partition-observations-0': [claim] })).toEqual([claimed]);
  });
  it('goes with the refused rows of an attempt that never ended, and not with those of one that did', async () => {
    const [first, second] = [`refused-${id('a')}-1`, `refused-${id('a')}-2`];
    const body = `body-${id('a')}-1700000000000-1`;
    const events = [started(body), completed(first), started(body)];
    expect(await leftOf(new Kept({ [body]: 1, [first]: 1, [second]: 1 }), { [`submission-${id('a')}`]: events })).toEqual([body, first]);
  });
  it('stays where it is older than the log: the log that names it was lost, and may be restored', async () => {
    const [before, after] = [`body-${id('a')}-1700000000000-1`, `body-${id('b')}-1700000000000-1`];
    expect(await leftOf(new Kept({ [before]: BEGAN_HOURS + 1, [after]: BEGAN_HOURS - 1 }), {})).toEqual([before]);
  });
  it('stays for a day where several instances share the store: another may be receiving it', async () => {
    const [young, old] = [`body-${id('a')}-1700000000000-1`, `body-${id('b')}-1700000000000-1`];
    expect(await leftOf(new Kept({ [young]: 23, [old]: 25 }), {}, false)).toEqual([young]);
  });
  it('is none of intake’s where its key is not of intake’s kind', async () =>
    expect(await leftOf(new Kept({ 'body-of-somebody': 1, other: 1 }), {})).toEqual(['body-of-somebody', 'other']));
  it('is shown as an issue where it cannot be removed, and the start goes on', async () => {
    const collect = () => Promise.reject(new Error('EIO: i/o error'));
    const collection = new BodyCollection({ collect }, { now: () => NOW }, true);
    await collection.start();
    expect(collection.issues()).toMatchObject([
      { severity: 'degraded', code: 'bodies-not-collected', text: expect.stringContaining('EIO') },
    ]);
  });
});

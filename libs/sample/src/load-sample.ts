import { sampleOf } from './domain/sample.js';

/** A server that takes the sample, as its own data teams would send it. */
export abstract class SampleTaker {
  /** Posts a body and gives the answer; throws when the server does not take it. */
  abstract post(path: string, body: string, type: string): Promise<unknown>;
}

/** Told after each push, of so many. */
export type OnPush = (done: number, of: number, path: string) => void;

/** Pushes the whole sample the way anybody would: areas, group and targets first, then file by file in order of release. */
export async function loadSample(taker: SampleTaker, seed: number, onPush: OnPush = () => undefined): Promise<void> {
  const { areas, group, targets, pushes } = sampleOf(seed);
  const post = (path: string, body: object): Promise<unknown> => taker.post(path, JSON.stringify(body), 'application/json');
  for (const { path, text } of areas) await taker.post(`/v1/areas/import?name=${nameOf(path)}`, text, 'text/csv');
  await post('/v1/groups', group);
  for (const target of targets) await post('/v1/targets', target);
  for (const [i, { feed, path, released, text }] of pushes.entries()) {
    await taker.post(`/v1/feeds/${feed}/submissions?released=${released}&name=${nameOf(path)}`, text, 'text/csv');
    onPush(i + 1, pushes.length, path);
  }
}

const nameOf = (path: string): string => encodeURIComponent(path.slice(path.lastIndexOf('/') + 1));

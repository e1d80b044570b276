import { Chain, type Link } from './chain.js';

const link = (submission: string, before: string | null, linksAtStart: number, sha256 = `hash of ${before}`): Link => ({
  submission,
  sha256: `hash of ${submission}`,
  before: before === null ? null : { submission: before, sha256 },
  linksAtStart,
});
const wrongWith = (...links: Link[]): string[] => {
  const chain = new Chain();
  return links.flatMap((one) => chain.add(one));
};

describe('the chain of completed submissions', () => {
  it('is whole where each names the one before it', () =>
    expect(wrongWith(link('a', null, 0), link('b', 'a', 1), link('c', 'b', 2))).toEqual([]));
  it('may fork where several were recorded at once', () =>
    expect(wrongWith(link('a', null, 0), link('b', null, 0), link('c', 'b', 1), link('d', 'b', 2), link('e', 'd', 4))).toEqual([]));
  it('names a submission that was taken out of the log', () =>
    expect(wrongWith(link('a', null, 0), link('c', 'b', 1))).toEqual([
      'Submission c follows b, whose completion is not in the log before it.',
    ]));
  it('names a body that was exchanged', () =>
    expect(wrongWith(link('a', null, 0), link('b', 'a', 1, 'another'))).toEqual([
      'Submission b follows a with another body than the log has.',
    ]));
  it('names what was put in later', () =>
    expect(wrongWith(link('a', null, 0), link('b', 'a', 1), link('c', 'a', 2), link('d', null, 3))).toEqual([
      'Submission c follows a, though later ones stood when it started.',
      'Submission d names none before it, though the log held 3 when it started.',
    ]));
});

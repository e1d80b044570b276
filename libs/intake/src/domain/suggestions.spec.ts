import type { Area } from '#libs/catalogue';
import { feedOf } from '../reading/testing/catalogue-stub.js';
import { Suggestions } from './suggestions.js';

const newcastle = { code: 'E08000021', name: 'Newcastle upon Tyne', type: 'district' } as Area;
const gateshead = { code: 'E08000037', name: 'Gateshead', type: 'district' } as Area;

/** A catalogue in which any text is like two areas, and how often it was asked. */
function suggesting(areas: readonly string[] = []) {
  const asked: string[] = [];
  const catalogue = {
    areasLike: (text: string) => (asked.push(text), [newcastle, gateshead]),
    indicatorsLike: () => [],
    liesIn: (code: string, containers: readonly string[]) => containers.includes(code),
  };
  return { asked, suggestions: new Suggestions({ catalogue, feed: feedOf('observations', { areas }) }) };
}

describe('suggestions for unknown texts (issue 9, 5: the nearest code)', () => {
  it('name the code and its name', () =>
    expect(suggesting().suggestions.area('x')).toBe('E08000021 (Newcastle upon Tyne) or E08000037 (Gateshead)'));
  it('are of what the feed may state', () =>
    expect(suggesting(['E08000021']).suggestions.area('x')).toBe('E08000021 (Newcastle upon Tyne)'));
  it('are of the kind that is wanted', () => expect(suggesting().suggestions.area('x', 'lsoa')).toBeUndefined());
  it('are none where nothing is like the text', () => expect(suggesting().suggestions.indicator('x')).toBeUndefined());

  it('cost one search a text, and a bounded number a body', () => {
    const { asked, suggestions } = suggesting();
    for (const text of ['x', 'y', 'x', 'x']) suggestions.area(text);
    expect(asked).toEqual(['x', 'y']);
    for (let i = 0; i < 30_000; i++) suggestions.area(`E${i}`);
    expect(asked.length).toBeLessThanOrEqual(200);
    expect(suggestions.area('E29999')).toBeUndefined();
  });
});

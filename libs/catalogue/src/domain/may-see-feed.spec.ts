import type { Person } from '#libs/platform';
import type { CatalogueView } from './catalogue-view.js';
import { feedsSeenBy, maySeeFeed } from './may-see-feed.js';
import type { Feed } from './types.js';

const ABOVE: Readonly<Record<string, readonly string[]>> = {
  E01008397: ['E01008397', 'E08000021', 'E12000001', 'E92000001'],
  E08000021: ['E08000021', 'E12000001', 'E92000001'],
  E08000037: ['E08000037', 'E12000001', 'E92000001'],
  E06000001: ['E06000001', 'E12000001', 'E92000001'],
  E12000001: ['E12000001', 'E92000001'],
  E12000002: ['E12000002', 'E92000001'],
  E92000001: ['E92000001'],
};
const FEEDS = {
  england: [],
  'by-country': ['E92000001'],
  newcastle: ['E08000021'],
  street: ['E01008397'],
  gateshead: ['E08000037'],
  'north-west': ['E12000002'],
} as const;
const catalogue = {
  codesOf: (code: string) => (code === 'E06000001' ? [code, 'E08000037'] : [code]),
  liesIn: (code: string, containers: readonly string[]) => containers.some((container) => ABOVE[code]?.includes(container)),
  feeds: () => Object.entries(FEEDS).map(([code, areas]) => ({ code, areas }) as unknown as Feed),
} as unknown as CatalogueView;

const person = (role: Person['role'], of: Partial<Person> = {}): Person => ({ role, feeds: [], lsp: null, region: null, name: 'x', ...of });

describe('who sees the deliveries of a feed (design 5: of the feeds of their areas)', () => {
  it.each([
    ['an administrator', person('administrator'), undefined],
    ['a data team', person('data-team', { feeds: ['street'] }), ['street']],
    ['a manager', person('lsp-manager', { lsp: 'E08000021' }), ['england', 'by-country', 'newcastle', 'street']],
    ['an officer', person('go-officer', { region: 'E12000001' }), ['england', 'by-country', 'newcastle', 'street', 'gateshead']],
    ['a manager of a recoded district', person('lsp-manager', { lsp: 'E06000001' }), ['england', 'by-country', 'gateshead']],
    ['a manager of no place', person('lsp-manager'), []],
  ])('%s', (_, by, feeds) => expect(feedsSeenBy(by, catalogue)).toEqual(feeds));

  it('a data team does not see the feed of another', () =>
    expect(maySeeFeed(person('data-team', { feeds: ['street'] }), { code: 'newcastle', areas: [] }, catalogue)).toBe(false));
});

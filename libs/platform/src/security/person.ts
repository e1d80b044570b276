/** What a token may be for. */
export const ROLES = ['data-team', 'lsp-manager', 'go-officer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: the holder of a token or of a signed-in page. */
export interface Person {
  readonly role: Role;
  /** The feeds that a data team may push to. */
  readonly feeds: readonly string[];
  /** The district of a partnership's manager. */
  readonly lsp: string | null;
  /** The region of a Government Office's officer. */
  readonly region: string | null;
  readonly name: string;
}

/** Whether this person may push to the feed, and see and withdraw what was pushed to it. */
export function mayPush(person: Person, feed: string): boolean {
  return person.role === 'administrator' || (person.role === 'data-team' && person.feeds.includes(feed));
}

/** Someone who may do everything, by this name. */
export const administrator = (name: string): Person => ({ role: 'administrator', feeds: [], lsp: null, region: null, name });

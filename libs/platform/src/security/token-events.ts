import { v5 } from 'uuid';
import type { NewEvent } from '#libs/event-store';
import type { Person } from './person.js';

const NAMESPACE = '6b1c1d36-9a53-4a0e-8a55-6f0f1d2a7c11';

/** A token was made; neither its text nor its hash is in the log. A storage format. */
export interface TokenIssued {
  readonly type: 'TokenIssued';
  readonly data: Person & {
    readonly v: 1;
    readonly token: string;
    /** The last day on which it works; null for ever. */
    readonly expires: string | null;
    readonly by: string;
    readonly at: string;
  };
}

/** A token was revoked: it opens nothing any more. A storage format. */
export interface TokenRevoked {
  readonly type: 'TokenRevoked';
  readonly data: { readonly v: 1; readonly token: string; readonly by: string; readonly at: string };
}

/** The stream of one token. */
export const tokenStream = (id: string): string => `token-${id}`;

/** The event as it is appended: its id follows from the token and what is done, so a repeat writes nothing. */
export const asNewEvent = ({ type, data }: TokenIssued | TokenRevoked): NewEvent => ({
  id: v5(`${data.token} ${type}`, NAMESPACE),
  type,
  data,
});

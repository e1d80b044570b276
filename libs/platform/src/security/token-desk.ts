import { Injectable } from '@nestjs/common';
import { EventStore, onConflictRetry } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { londonDate } from '../calendar/london.js';
import type { Person } from './person.js';
import { asNewEvent, type TokenIssued, type TokenRevoked, tokenStream } from './token-events.js';
import { TokenScopes } from './token-scopes.js';
import { idOf, type KeptToken, newTokenId, personOf, stateOf, TokenStore } from './tokens.js';

/** A token as lists show it: never its text, nor its hash. */
export interface ShownToken extends Person {
  readonly id: string;
  readonly created: string;
  readonly expires: string | null;
  readonly revoked: string | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

/** Makes, lists and revokes tokens, and leaves each in the log. */
@Injectable()
export class TokenDesk {
  constructor(
    private readonly tokens: TokenStore,
    private readonly scopes: TokenScopes,
    private readonly events: EventStore,
    private readonly clock: Clock,
  ) {}

  /** A new token: the log has it first, so none is ever in use that the log does not know. */
  async issue(
    person: Person,
    expires: string | null,
    by: Person,
  ): Promise<{ id: string; token: string; expires: string | null } | Refusal> {
    const now = this.clock.now();
    if (expires !== null && expires < londonDate(now))
      return new Refusal('already-expired', `${expires} is over: give a later day, or none.`);
    const refusal = await this.scopes.refusalOf(person);
    if (refusal !== undefined) return refusal;
    const id = newTokenId();
    await this.log({ type: 'TokenIssued', data: { v: 1, token: id, ...person, expires, by: by.name, at: now.toISOString() } });
    return { id, token: await this.tokens.create(person, now, { id, expires }), expires };
  }

  async list(): Promise<ShownToken[]> {
    const now = this.clock.now();
    return (await this.tokens.list()).map((token) => shown(token, now));
  }

  /** The token stops working first; a repeat after a crash in between leaves the event that is missing. */
  async revoke(id: string, by: Person): Promise<ShownToken | Refusal> {
    const now = this.clock.now();
    const token = await this.tokens.revoke(id, now);
    if (token === undefined)
      return new Refusal('no-such-token', `There is no token ${id}; the list of tokens has their ids.`, { token: id });
    await this.log({ type: 'TokenRevoked', data: { v: 1, token: id, by: by.name, at: token.revoked ?? now.toISOString() } });
    return shown(token, now);
  }

  /** A token's stream holds at most two events, each once: whoever was quicker has written the same. */
  private async log(event: TokenIssued | TokenRevoked): Promise<void> {
    const stream = tokenStream(event.data.token);
    await onConflictRetry(async () => {
      const written = await this.events.read({ stream });
      if (written.some(({ type }) => type === event.type)) return;
      await this.events.append(stream, written.length, [asNewEvent(event)]);
    });
  }
}

const shown = (token: KeptToken, now: Date): ShownToken => ({
  id: idOf(token),
  ...personOf(token),
  created: token.created,
  expires: token.expires ?? null,
  revoked: token.revoked ?? null,
  state: stateOf(token, now),
});

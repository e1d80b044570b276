import { Injectable } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import type { Person } from './person.js';

/** Says what is wrong with the feeds and areas that a token is held to; undefined where nothing is. */
export type ScopeCheck = (person: Person) => Promise<Refusal | undefined>;

/** Where the context that knows feeds and areas leaves its check of what a token is held to. */
@Injectable()
export class TokenScopes {
  private check: ScopeCheck | undefined;

  /** Called once, at start, by the catalogue. */
  use(check: ScopeCheck): void {
    this.check = check;
  }

  /** What is wrong with it; without a catalogue nothing can be looked up, and only administrators get a token. */
  async refusalOf(person: Person): Promise<Refusal | undefined> {
    if (person.feeds.length === 0 && person.lsp === null && person.region === null) return undefined;
    return this.check === undefined ? NO_CATALOGUE : this.check(person);
  }
}

const NO_CATALOGUE = new Refusal('no-catalogue-here', 'This app does not know feeds and areas: ask reporting or intake for the token.');

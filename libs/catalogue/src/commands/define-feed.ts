import { Optional } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#libs/kernel';
import { defineFeed, type FeedDefinition } from '../domain/define-feed.js';
import { STREAMS } from '../domain/events.js';
import type { Feed } from '../domain/types.js';
import { ProfileChecker } from '../profile-checker.js';
import type { Author, Defined } from './author.js';
import { Transactions } from './transact.js';

/** Defines a feed or the next version of its profile. */
export class DefineFeed extends Command<Defined<Feed> | Refusal> {
  constructor(
    readonly feed: FeedDefinition,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineFeed)
export class DefineFeedHandler implements ICommandHandler<DefineFeed> {
  constructor(
    private readonly transactions: Transactions,
    @Optional() private readonly profiles?: ProfileChecker,
  ) {}

  async execute({ feed, author }: DefineFeed): Promise<Defined<Feed> | Refusal> {
    if (!this.profiles)
      return new Refusal('no-formats', 'No process that reads feeds runs here, so no profile can be checked; ask one where intake runs.');
    const profileRefusal = this.profiles.check(feed);
    const view = await this.transactions.run(STREAMS.feeds, (known, at) => defineFeed({ feed, profileRefusal, ...author, at }, known));
    return view instanceof Refusal ? view : { ...view.feed(feed.code)!, position: view.position };
  }
}

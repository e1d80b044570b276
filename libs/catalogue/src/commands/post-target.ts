import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#libs/kernel';
import { STREAMS } from '../domain/events.js';
import { postTarget, type PostTarget as Asked } from '../domain/post-target.js';
import type { Target } from '../domain/types.js';
import type { Author, Defined } from './author.js';
import { Transactions } from './transact.js';

/** A target as it is posted, without who and when. */
export type TargetDefinition = Omit<Asked, 'by' | 'why' | 'at'>;

/** Makes the first or the next version of a floor target. */
export class PostTarget extends Command<Defined<Target> | Refusal> {
  constructor(
    readonly target: TargetDefinition,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(PostTarget)
export class PostTargetHandler implements ICommandHandler<PostTarget> {
  constructor(private readonly transactions: Transactions) {}

  async execute({ target, author }: PostTarget): Promise<Defined<Target> | Refusal> {
    const view = await this.transactions.run(STREAMS.targets, (known, at) => postTarget({ ...target, ...author, at }, known));
    return view instanceof Refusal ? view : { ...view.target(target.code)!, position: view.position };
  }
}

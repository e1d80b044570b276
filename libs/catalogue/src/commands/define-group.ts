import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#libs/kernel';
import { defineGroup } from '../domain/define-group.js';
import { STREAMS } from '../domain/events.js';
import type { Group } from '../domain/types.js';
import type { Author, Defined } from './author.js';
import { Transactions } from './transact.js';

/** Freezes a list of areas as a group. */
export class DefineGroup extends Command<Defined<Group> | Refusal> {
  constructor(
    readonly group: Group,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineGroup)
export class DefineGroupHandler implements ICommandHandler<DefineGroup> {
  constructor(private readonly transactions: Transactions) {}

  async execute({ group, author }: DefineGroup): Promise<Defined<Group> | Refusal> {
    const view = await this.transactions.run(STREAMS.groups, (known, at) => defineGroup({ group, ...author, at }, known));
    return view instanceof Refusal ? view : { ...view.group(group.code)!, position: view.position };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#libs/kernel';
import { defineIndicator, type IndicatorDefinition } from '../domain/define-indicator.js';
import { STREAMS } from '../domain/events.js';
import type { Indicator } from '../domain/types.js';
import type { Author, Defined } from './author.js';
import { Transactions } from './transact.js';

/** Defines an indicator or its next version. */
export class DefineIndicator extends Command<Defined<Indicator> | Refusal> {
  constructor(
    readonly indicator: IndicatorDefinition,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineIndicator)
export class DefineIndicatorHandler implements ICommandHandler<DefineIndicator> {
  constructor(private readonly transactions: Transactions) {}

  async execute({ indicator, author }: DefineIndicator): Promise<Defined<Indicator> | Refusal> {
    const view = await this.transactions.run(STREAMS.indicators, (known, at) => defineIndicator({ indicator, ...author, at }, known));
    return view instanceof Refusal ? view : { ...view.indicator(indicator.code)!, position: view.position };
  }
}

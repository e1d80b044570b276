import { Module } from '@nestjs/common';
import { CatalogueViewModule } from './catalogue-view.module.js';
import { DefineFeedHandler } from './commands/define-feed.js';
import { DefineGroupHandler } from './commands/define-group.js';
import { DefineIndicatorHandler } from './commands/define-indicator.js';
import { ImportAreasHandler } from './commands/import-areas.js';
import { PostTargetHandler } from './commands/post-target.js';
import { Transactions } from './commands/transact.js';
import { AreasController } from './http/areas.controller.js';
import { CatalogueController } from './http/catalogue.controller.js';
import { TargetsController } from './http/targets.controller.js';
import { Seeding } from './seeding.js';
import { CatalogueTokenScopes } from './token-scopes.js';

/** The whole context: its routes, its commands and what ships with it. */
@Module({
  imports: [CatalogueViewModule],
  controllers: [CatalogueController, TargetsController, AreasController],
  providers: [
    Transactions,
    Seeding,
    CatalogueTokenScopes,
    DefineFeedHandler,
    DefineGroupHandler,
    DefineIndicatorHandler,
    ImportAreasHandler,
    PostTargetHandler,
  ],
  exports: [CatalogueViewModule],
})
export class CatalogueModule {}

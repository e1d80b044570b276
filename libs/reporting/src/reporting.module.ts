import { Module, type OnModuleInit } from '@nestjs/common';
import { CatalogueViewModule } from '#libs/catalogue';
import { ReadStore } from '#libs/read-store';
import { BreachesController } from './http/breaches.controller.js';
import { LogPositions } from './http/log-positions.js';
import { ProgressController } from './http/progress.controller.js';
import { Reached } from './http/reached.js';
import { SeriesController } from './http/series.controller.js';
import { JudgementPages } from './judgement-pages.js';
import { ListBreachesHandler } from './list-breaches.js';
import { ListProgressHandler } from './list-progress.js';
import { AssetsController } from './pages/assets.controller.js';
import { PagesController } from './pages/pages.controller.js';
import { BREACHES } from './readers/breaches-reader.js';
import { SERIES } from './readers/series-reader.js';
import { SUBMISSIONS } from './readers/submissions-reader.js';
import { ShowBreachHandler } from './show-breach.js';
import { ShowHistoryHandler } from './show-history.js';
import { ShowSeriesHandler } from './show-series.js';
import { ShowSourcesHandler } from './show-sources.js';

const QUERIES = [ListBreachesHandler, ListProgressHandler, ShowBreachHandler, ShowHistoryHandler, ShowSeriesHandler, ShowSourcesHandler];

/** Reporting over HTTP: the questions, and the pages that show their answers. */
@Module({
  imports: [CatalogueViewModule],
  controllers: [SeriesController, ProgressController, BreachesController, AssetsController, PagesController],
  providers: [LogPositions, Reached, JudgementPages, ...QUERIES],
})
export class ReportingModule implements OnModuleInit {
  constructor(private readonly readStore: ReadStore) {}

  /** A question may come before the readers have made their collections. */
  onModuleInit(): Promise<void> {
    return this.readStore.define([BREACHES, SERIES, SUBMISSIONS]);
  }
}

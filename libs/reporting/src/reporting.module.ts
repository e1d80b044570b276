import { Module, type OnModuleInit } from '@nestjs/common';
import { CatalogueViewModule } from '#libs/catalogue';
import { Config, ProblemPages } from '#libs/platform';
import { ReadStore } from '#libs/read-store';
import { BreachesController } from './http/breaches.controller.js';
import { LogPositions } from './http/log-positions.js';
import { ProgressController } from './http/progress.controller.js';
import { Reached } from './http/reached.js';
import { SeriesController } from './http/series.controller.js';
import { JudgementPages } from './judgement-pages.js';
import { ListArrivalsHandler } from './list-arrivals.js';
import { ListBreachesHandler } from './list-breaches.js';
import { ListPartnershipsHandler } from './list-partnerships.js';
import { ListProgressHandler } from './list-progress.js';
import { AssetsController } from './pages/assets.controller.js';
import { problemPage } from './pages/page-problems.js';
import { Frames } from './pages/frame.js';
import { PagesController } from './pages/pages.controller.js';
import { SeriesPageController } from './pages/series-page.controller.js';
import { SubmissionPagesController } from './pages/submission-pages.controller.js';
import { BREACHES } from './readers/breaches-reader.js';
import { OPEN_BREACHES } from './readers/count-open-breaches.js';
import { SERIES } from './readers/series-reader.js';
import { SUBMISSIONS } from './readers/submissions-reader.js';
import { ShowArrivalHandler } from './show-arrival.js';
import { ShowBreachHandler } from './show-breach.js';
import { ShowHistoryHandler } from './show-history.js';
import { ShowPlaceHandler } from './show-place.js';
import { ShowSeriesHandler } from './show-series.js';
import { ShowSourcesHandler } from './show-sources.js';

const QUERIES = [
  ListArrivalsHandler,
  ListBreachesHandler,
  ListPartnershipsHandler,
  ListProgressHandler,
  ShowArrivalHandler,
  ShowBreachHandler,
  ShowHistoryHandler,
  ShowPlaceHandler,
  ShowSeriesHandler,
  ShowSourcesHandler,
];

/** Reporting over HTTP: the questions, and the pages that show their answers. */
@Module({
  imports: [CatalogueViewModule],
  controllers: [
    SeriesController,
    ProgressController,
    BreachesController,
    AssetsController,
    PagesController,
    SeriesPageController,
    SubmissionPagesController,
  ],
  providers: [Frames, LogPositions, Reached, JudgementPages, ...QUERIES],
})
export class ReportingModule implements OnModuleInit {
  constructor(
    private readonly readStore: ReadStore,
    private readonly problems: ProblemPages,
    private readonly config: Config,
  ) {}

  /** A question may come before the readers have made their collections. */
  onModuleInit(): Promise<void> {
    this.problems.draw = (problem) => problemPage(problem, this.config.sample);
    return this.readStore.define([BREACHES, OPEN_BREACHES, SERIES, SUBMISSIONS]);
  }
}

export type { Backing, SpokenBy } from './backing.js';
export { columnsOf, figureAt, type FigureColumns, fromStatusText, oneOrAll, statusText } from './columns.js';
export { DerivedBackings } from './derive/derived-backings.js';
export { DerivedFigures } from './derived-figures.js';
export { type Figure, figure, sameFigure, type Status, STATUSES } from './figure.js';
export { type Cut, type DerivedFrom, FigureSource, type Known, type Provenance, type SeeValue, type Series } from './figure-source.js';
export { HistoryCache } from './history-cache.js';
export { LogFigures } from './log-figures.js';
export {
  type Cells,
  type Column,
  type FigureCells,
  type FiguresConfirmed,
  type FiguresDropped,
  type FiguresRecorded,
  type FiguresRevised,
  OBSERVATIONS_MAX,
  type RegisterEvent,
  registerKey,
  registerStream,
  type Sourced,
} from './register-events.js';
export { type Block, type How, RegisterHistory, type Statement } from './register-history.js';
export { type Counting, type Counts, knownOn, type PageBlock, pageOf, type RegisterPage, visitPage } from './register-page.js';
export { fromRuns, fromSteps, toRuns, toSteps } from './runs.js';
export { SubmissionLedger, tokenOf } from './submission-ledger.js';

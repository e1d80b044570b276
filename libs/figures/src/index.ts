export { type Figure, figure, sameFigure, type Status, STATUSES } from './figure.js';
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
} from './register-events.js';
export { type Cut, type DerivedFrom, FigureSource, type Known, type Provenance, type Series } from './figure-source.js';

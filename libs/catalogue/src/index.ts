export { Catalogue } from './catalogue.js';
export { CatalogueState } from './domain/catalogue-state.js';
export type { CatalogueView } from './domain/catalogue-view.js';
export {
  type Area,
  type AreaLink,
  type Behaviour,
  type Derivation,
  type Element,
  type ElementKind,
  type Feed,
  type Frequency,
  type Group,
  type Indicator,
  type Measure,
  type Parent,
  type Polarity,
  type Target,
  type TargetVersion,
  type Theme,
  THEMES,
  type Trajectory,
  type TrajectoryShape,
} from './domain/types.js';

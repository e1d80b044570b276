export { Catalogue } from './catalogue.js';
export { CatalogueModule } from './catalogue.module.js';
export { CatalogueViewModule } from './catalogue-view.module.js';
export type { Author, Defined } from './commands/author.js';
export { DefineFeed } from './commands/define-feed.js';
export { DefineGroup } from './commands/define-group.js';
export { DefineIndicator } from './commands/define-indicator.js';
export { type AreasImportedAnswer, ImportAreas } from './commands/import-areas.js';
export { PostTarget, type TargetDefinition } from './commands/post-target.js';
export { CatalogueState, type Placed } from './domain/catalogue-state.js';
export type { CatalogueView } from './domain/catalogue-view.js';
export type { FeedDefinition } from './domain/define-feed.js';
export type { IndicatorDefinition } from './domain/define-indicator.js';
export type { CatalogueEvent } from './domain/events.js';
export { feedsSeenBy, maySeeFeed } from './domain/may-see-feed.js';
export { ProfileChecker } from './profile-checker.js';
export { Shipped } from './shipped.js';
export {
  type Area,
  AREA_TYPES,
  type AreaLink,
  type Behaviour,
  BEHAVIOURS,
  type Derivation,
  type Element,
  ELEMENT_KINDS,
  type ElementKind,
  type Feed,
  FREQUENCIES,
  type Frequency,
  type Group,
  type Indicator,
  type Measure,
  MEASURES,
  type Parent,
  POLARITIES,
  type Polarity,
  type Target,
  type TargetVersion,
  type Theme,
  THEMES,
  type Trajectory,
  type TrajectoryShape,
} from './domain/types.js';

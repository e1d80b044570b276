// The door for worker threads: the catalogue to ask, without its routes and commands.
export { Catalogue } from '../../src/catalogue.js';
export { CatalogueViewModule } from '../../src/catalogue-view.module.js';
export { feedsSeenBy, maySeeFeed } from '../../src/domain/may-see-feed.js';

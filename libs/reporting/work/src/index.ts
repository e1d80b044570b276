// The door for worker threads: the readers, without the routes and the pages.
export { ReportingWorkModule } from '../../src/reporting-work.module.js';

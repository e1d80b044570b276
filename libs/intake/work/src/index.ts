// The door for worker threads: recording, without the routes.
export { IntakeWorkModule } from '../../src/intake-work.module.js';

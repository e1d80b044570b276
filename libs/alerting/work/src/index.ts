// The door for worker threads: deciding and sending alerts, without the routes.
export { AlertingWorkModule } from '../../src/alerting-work.module.js';

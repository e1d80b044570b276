// The door for worker threads: what work needs, without the HTTP side and all that it loads.
export { londonDate } from '../../src/calendar/london.js';
export { Timekeeper } from '../../src/calendar/timekeeper.js';
export { today } from '../../src/calendar/today.js';
export { Config } from '../../src/config/config.js';
export { FaultPoints, NoFaults } from '../../src/fault-points/fault-points.js';
export { type HealthIssue, HealthIssues, IssuesInMemory } from '../../src/health/health-issues.js';
export { KafkaModule } from '../../src/stores/kafka.module.js';
export { FeedReaders } from '../../src/stores/feed-readers.js';
export { type Context, runThread } from '../../src/threads/run-thread.js';
export { ThreadHandlers } from '../../src/threads/thread-calls.js';

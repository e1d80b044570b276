export { BadSettings, Config, type Fault, freezeConfig, OWN_DIR, readConfig, SAMPLE_DIR, type Wishes } from './config/config.js';
export type { StoresKind } from './config/servers.js';
export { SETTINGS, type SettingName } from './config/settings.js';
export { DataFolder, FolderHeld, type Holder, holderOf } from './data-folder/data-folder.js';
export { markSample, type SampleState, sampleState } from './data-folder/sample-mark.js';
export { writeWhole } from './data-folder/write-whole.js';
export { CALENDAR_STREAM, type DayBegan, dayBegan, daysToBegin } from './domain/calendar.js';
export { londonDate } from './calendar/london.js';
export { today } from './calendar/today.js';
export { Timekeeper } from './calendar/timekeeper.js';
export { FaultPoints, faultPointsOf, KillAt, NoFaults } from './fault-points/fault-points.js';
export { type FeedReport, FeedState } from './health/feed-state.js';
export { type HealthIssue, HealthIssues } from './health/health-issues.js';
export { Metrics } from './health/metrics.js';
export { type Readiness, ReadinessCheck } from './health/readiness.js';
export { HttpModule } from './house/http.module.js';
export { PortTaken } from './house/listening.js';
export { type Program, run } from './house/run.js';
export { type House, type Parts, start } from './house/start.js';
export { BodyCut, bodyOf, type BodyBounds, drain, RawBody } from './http/body.js';
export { guardHttp } from './http/http-house.js';
export { type JsonBounds, parseJson } from './http/json-text.js';
export { type Problem, ProblemException, problemOf, refuse } from './http/problem.js';
export { ProblemPages } from './http/problem-page.js';
export { SAMPLE_HEADER } from './http/sample-notice.js';
export { validation } from './http/validation.js';
export { logOf } from './logging/log.js';
export { Allow, By, Public } from './security/decorators.js';
export { administrator, mayPush, type Person, type Role, ROLES } from './security/person.js';
export { Sessions } from './security/sessions.js';
export { TokenDto } from './security/token.dto.js';
export { holderOf as tokenHolder } from './security/tokens.controller.js';
export { TokenDesk } from './security/token-desk.js';
export { asNewEvent as newTokenEvent, type TokenIssued, type TokenRevoked, tokenStream } from './security/token-events.js';
export { type ScopeCheck, TokenScopes } from './security/token-scopes.js';
export { TokenStore } from './security/tokens.js';
export { FeedReaders } from './stores/feed-readers.js';
export { KafkaModule } from './stores/kafka.module.js';
export { openBlobStore, openEventStore, openReadStore, type StoreSettings } from './stores/open-stores.js';
export { StoresModule } from './stores/stores.module.js';
export { SystemClock } from './stores/system-clock.js';
export { WorkModule } from './stores/work.module.js';
export { type Context, runThread } from './threads/run-thread.js';
export {
  LocalCalls,
  type OnProgress,
  ThreadCalls,
  type ThreadHandler,
  ThreadHandlers,
  type ThreadName,
  THREADS,
  ThreadStopped,
} from './threads/thread-calls.js';

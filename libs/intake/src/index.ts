export type { CompleteReleaseStated } from './domain/complete-releases.js';
export type { ObservationCounts, RowCounts } from './domain/counts.js';
export {
  type Receipt,
  type RefusalCause,
  type RefusedRow,
  type RegistersTouched,
  type SubmissionCompleted,
  type SubmissionEvent,
  type SubmissionFailed,
  type SubmissionReinstated,
  type SubmissionStanding,
  type SubmissionStarted,
  type SubmissionWithdrawn,
} from './domain/submission-events.js';
export type { IdempotencyKeyClaimed } from './idempotency-key.js';
export { IntakeFormatsModule } from './intake-formats.module.js';
export { IntakeModule } from './intake.module.js';
export { IntakeWorkModule } from './intake-work.module.js';

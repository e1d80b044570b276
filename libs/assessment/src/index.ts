export {
  type BreachEvent,
  type BreachState,
  type BreachStep,
  breachStream,
  type Cause,
  type Certainty,
  type Judgement,
  type Outcome,
  type Trigger,
} from './domain/types.js';
export type { PartnershipSummary, Standing } from './domain/partnership-summary.js';
export { AssessmentWorkModule } from './assessment-work.module.js';
export {
  AREA_JUDGEMENTS,
  type AreaJudgement,
  cellId,
  elementId,
  JUDGED_ELEMENTS,
  type JudgedElement,
  JUDGED_SUBMISSIONS,
  type JudgedSubmission,
  JUDGEMENT_HISTORY,
  type JudgementPage,
  JUDGEMENTS,
  PARTNERSHIP_SUMMARIES,
  type PastJudgement,
  type RecentJudgement,
} from './pages.js';

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

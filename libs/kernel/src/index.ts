export { Refusal } from './refusal.js';
export { type Decider, fold, given } from './decider.js';
export { canonicalBreakdown } from './breakdown.js';
export { excerpt, isOneLine } from './excerpt.js';
export { Clock } from './clock.js';
export { retryDelayMs, type RetryPolicy } from './retry-policy.js';
export { SIGNIFICANT_DIGITS, twelveDigits, sameNumber } from './numbers.js';
export { areaPrefix, type AreaType, areaTypeOf, isAreaCode } from './area-code.js';
export {
  type Period,
  type PeriodKind,
  academicYears,
  addDays,
  addMonths,
  calendarYears,
  comparePeriods,
  day,
  endOf,
  financialYears,
  interval,
  isDate,
  isLater,
  month,
  nextDay,
  overlaps,
  quarter,
  shift,
} from './period.js';
export { hasShortYear, parsePeriod } from './parse-period.js';
export { periodFromKey, periodKey, periodText } from './period-text.js';

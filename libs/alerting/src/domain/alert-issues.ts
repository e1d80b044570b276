import type { AlertSchedule, Undelivered } from './alert-schedule.js';

/** After so long an alert that has not left is late, whatever the reason. */
export const LATE_MS = 45_000;
/** A confirmed breach is recorded as due within moments; after so long it shows that it is not. */
const UNRECORDED_MS = 30_000;

/** An issue as health shows it. */
export interface AlertIssue {
  readonly severity: 'degraded';
  readonly code: string;
  readonly text: string;
}

/** What of alerting is not as it should be: alerts that nobody can be given, that are late, or that failed for good. */
export function alertIssues(schedule: AlertSchedule, channel: string, nowMs: number): AlertIssue[] {
  const unrecorded = [...schedule.unrecorded.values()].filter(
    ({ hasEnded, why, sinceMs }) => !hasEnded && (why !== null || nowMs - sinceMs > UNRECORDED_MS),
  );
  const late = [...schedule.due.values()].filter(({ attempts, sinceMs }) => attempts > 0 || nowMs - sinceMs > LATE_MS);
  const failed = [...schedule.failed.values()];
  return [
    ...(unrecorded.length > 0 ? [issue('alerts-waiting', waiting(unrecorded.length, unrecorded.find(({ why }) => why)?.why ?? null))] : []),
    ...(late.length > 0 ? [issue('alerts-undelivered', undelivered(late, channel, nowMs))] : []),
    ...(failed.length > 0
      ? [
          issue(
            'alerts-failed',
            `${alerts(failed.length)} cannot be delivered by ${channel} and were given up: ${errorOf(failed)}. Fix that, then run floor alerts retry ID (POST /v1/alerts/ID/retry) for each that GET /v1/alerts?state=failed lists.`,
          ),
        ]
      : []),
  ];
}

function waiting(count: number, why: string | null): string {
  return `${count === 1 ? '1 confirmed breach has' : `${count} confirmed breaches have`} no alert yet: ${why ?? 'it has not been recorded so far.'}`;
}

function undelivered(late: readonly Undelivered[], channel: string, nowMs: number): string {
  const oldest = Math.round((nowMs - Math.min(...late.map(({ sinceMs }) => sinceMs))) / 1000);
  return `${alerts(late.length)} not delivered by ${channel} so far, waiting for ${oldest} s: ${errorOf(late)}. Delivery is tried again; see GET /v1/alerts?state=due.`;
}

const issue = (code: string, text: string): AlertIssue => ({ severity: 'degraded', code, text });
const alerts = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);
const errorOf = (of: readonly Undelivered[]): string => of.find(({ lastError }) => lastError !== null)?.lastError ?? 'no attempt has ended';

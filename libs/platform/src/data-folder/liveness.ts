import { readFileSync } from 'node:fs';

/** Which start of which process: a pid alone is given out again. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since the machine's start at which the process began; null where the system does not say. */
  readonly began: string | null;
}

/** When the process began, as the kernel has it; null where there is no /proc, undefined when it is gone or a zombie. */
function beganAt(pid: number): string | null | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // The name before may hold anything.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : (fields[19] ?? null);
  } catch {
    return process.platform === 'linux' ? undefined : null;
  }
}

/** This process's mark. */
export const ownMark = (): ProcessMark => ({ pid: process.pid, began: beganAt(process.pid) ?? null });

/** Whether that very process still runs. */
export function isAlive({ pid, began }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: it runs, under another user.
  }
  const now = beganAt(pid);
  return now !== undefined && (began === null || now === null || now === began);
}

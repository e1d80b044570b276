import { cpus, totalmem } from 'node:os';

/** The middle one of an odd number of figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}

/** What machine the figures are of. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;
}

/** The named part of a set of figures' share, for a line of the report. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
}

/** One line of the report: what was measured, its figure, its goal, and whether it was reached (null: no goal yet). */
export interface Line {
  readonly what: string;
  readonly figure: string;
  readonly beside: string;
  readonly goal: string;
  readonly reached: boolean | null;
}

/** Prints the lines as a table. */
export function table(lines: readonly Line[]): void {
  const rows = lines.map((l) => [l.what, l.figure, l.beside, l.goal, l.reached === null ? '' : l.reached ? 'reached' : 'MISSED']);
  const all = [['measured', 'figure', 'beside', 'goal', ''], ...rows];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  for (const row of all)
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd()}\n`,
    );
}

export const say = (text: string): void => void process.stderr.write(`${text}\n`);
export const ms = (figure: number): string => `${Math.round(figure)} ms`;
export const thousands = (figure: number): string => Math.round(figure).toLocaleString('en-GB');

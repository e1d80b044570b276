import { appendFileSync, createReadStream, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RefusedRow } from '../domain/submission-events.js';
import { RefusalCauses } from './refusal-causes.js';

const KEPT = 1000;
const FLUSH_LINES = 500;

/** The rows that were not taken: the first thousand at hand, all of them in a temporary file. */
export class RefusedRows {
  readonly first: RefusedRow[] = [];
  readonly byCode: Record<string, number> = Object.create(null) as Record<string, number>;
  readonly causes = new RefusalCauses();
  count = 0;
  /** Some of them may be taken when sent again. */
  retryable = false;
  /** Some of them may speak of figures that stand: those of an unknown area or indicator cannot. */
  hidesFigures = false;
  private lines: string[] = [];

  constructor(private readonly path: string) {}

  /** `subject`: the text that cannot be taken, where it is one text. */
  add(row: RefusedRow, subject?: string): void {
    this.count++;
    this.causes.add(row, subject);
    this.byCode[row.code] = (this.byCode[row.code] ?? 0) + 1;
    this.retryable ||= row.retryable;
    this.hidesFigures ||= !row.retryable;
    if (this.first.length < KEPT) this.first.push(row);
    this.lines.push(JSON.stringify(row));
    if (this.lines.length >= FLUSH_LINES) this.flush();
  }

  /** All of them as NDJSON. */
  body(): AsyncIterable<Uint8Array> {
    this.flush();
    return createReadStream(this.path);
  }

  /** So many of them, from the file where they are more than what is at hand. */
  async upTo(limit: number): Promise<readonly RefusedRow[]> {
    if (this.count <= this.first.length) return this.first;
    this.flush();
    const rows: RefusedRow[] = [];
    for await (const line of createInterface({ input: createReadStream(this.path), crlfDelay: Infinity })) {
      if (rows.length === limit) break;
      rows.push(JSON.parse(line) as RefusedRow);
    }
    return rows;
  }

  close(): void {
    rmSync(this.path, { force: true });
  }

  private flush(): void {
    if (this.lines.length === 0) return;
    appendFileSync(this.path, `${this.lines.join('\n')}\n`, { mode: 0o600 });
    this.lines = [];
  }
}

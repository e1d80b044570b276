import type { LeaseDocument } from './lease-document.js';

/** How long leases of others have been silent, by this process's own time: from when it first saw what it still sees. */
export class Silence {
  private readonly seen = new Map<string, { readonly beat: number; readonly sinceMs: number; lookedMs: number }>();

  constructor(private readonly forgetMs: number) {}

  /** How long the document has stood as it stands now, as far as looks have shown; 0 at the first look. */
  ofMs({ name, beat }: LeaseDocument, nowMs: number): number {
    const known = this.seen.get(name);
    if (known?.beat !== beat) {
      this.seen.set(name, { beat, sinceMs: nowMs, lookedMs: nowMs });
      return 0;
    }
    known.lookedMs = nowMs;
    return nowMs - known.sinceMs;
  }

  forget(name: string): void {
    this.seen.delete(name);
  }

  /** Forgets those that nobody has asked for in a while, such as leases of work that is done. */
  tidy(nowMs: number): void {
    for (const [name, { lookedMs }] of this.seen) if (nowMs - lookedMs > this.forgetMs) this.seen.delete(name);
  }
}

/** A completed submission, as the log tells it. */
export interface Link {
  readonly submission: string;
  readonly sha256: string;
  /** The completion that stood last when this one was written; null where there was none. */
  readonly before: { readonly submission: string; readonly sha256: string } | null;
  /** How many links the log held when this submission started. */
  readonly linksAtStart: number;
}

/** Checks completed submissions, in the order of the log, against the one that each says came before it. */
export class Chain {
  private readonly places = new Map<string, { place: number; sha256: string }>();
  private links = 0;

  /** How many links there are so far. */
  get length(): number {
    return this.links;
  }

  /** What is wrong with the next link, a sentence each. Two that were recorded at once may name the same one before them. */
  add({ submission, sha256, before, linksAtStart }: Link): string[] {
    const wrong = before === null ? this.withoutBefore(submission, linksAtStart) : this.withBefore(submission, before, linksAtStart);
    this.places.set(submission, { place: ++this.links, sha256 });
    return wrong;
  }

  private withoutBefore(submission: string, linksAtStart: number): string[] {
    return linksAtStart === 0
      ? []
      : [`Submission ${submission} names none before it, though the log held ${linksAtStart} when it started.`];
  }

  private withBefore(submission: string, before: NonNullable<Link['before']>, linksAtStart: number): string[] {
    const found = this.places.get(before.submission);
    if (found === undefined)
      return [`Submission ${submission} follows ${before.submission}, whose completion is not in the log before it.`];
    if (found.sha256 !== before.sha256)
      return [`Submission ${submission} follows ${before.submission} with another body than the log has.`];
    if (found.place >= linksAtStart) return [];
    return [`Submission ${submission} follows ${before.submission}, though later ones stood when it started.`];
  }
}

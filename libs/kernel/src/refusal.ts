/** What a rule says when it will not do what was asked: a value, never an exception. */
export class Refusal {
  /**
   * @param code stable and kebab-case, for machines
   * @param detail one sentence for a person: what happened and how to mend it
   * @param facts what the sentence is about, for machines
   */
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {}
}

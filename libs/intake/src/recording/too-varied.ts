import { Refusal } from '#libs/kernel';

/** A body names more different things than a recording keeps apart: it is refused whole. */
export class TooVaried extends Error {
  readonly refusal: Refusal;

  constructor(max: number, what: string) {
    const sentence = `The file names more than ${max.toLocaleString('en-GB')} different ${what}; check its columns, or send it in parts.`;
    super(sentence);
    this.refusal = new Refusal('too-varied', sentence, { max });
  }
}

import { wrapped } from './show/wrap.js';

/** Where answers and words go: with `--json` standard output carries the answer alone; words always go to standard error. */
export class Terminal {
  constructor(
    readonly json: boolean,
    private readonly out: NodeJS.WritableStream = process.stdout,
    private readonly err: NodeJS.WriteStream = process.stderr,
  ) {}

  /** The command's answer: as JSON, or as the text made from it. */
  answer<Answer>(answer: Answer, text: (answer: Answer) => string): void {
    this.out.write(this.json ? `${JSON.stringify(answer)}\n` : `${text(answer)}\n`);
  }

  /** A word beside the answer. */
  say(sentence: string): void {
    this.err.write(`${wrapped(sentence)}\n`);
  }

  /** Whether somebody watches, so that a progress bar makes sense. */
  get watched(): boolean {
    return this.err.isTTY === true && !this.json;
  }
}

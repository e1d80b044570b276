import { Transform, type TransformCallback } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import { Lines } from './lines.js';

const FORMAT = '{file} |{bar}| {phase}: {rows} rows, {rate}/s, {left}';
/** The bar's own width, and the longest name, so that a line stays within 80 columns. */
const BAR = 12;
const NAME_MAX = 20;

/** How far the server has come with it. */
export interface Recording {
  readonly phase: string;
  readonly rows: number;
  readonly rowsPerSecond: number;
}

/** A bar on the terminal for one file: first on its way, then being recorded; with rows, rate and the time left. */
export class PushProgress extends Transform {
  private readonly bar = new SingleBar(
    { format: FORMAT, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: BAR, linewrap: false },
    Presets.shades_classic,
  );
  private readonly lines = new Lines();
  private readonly since = performance.now();
  private sent = 0;

  constructor(
    file: string,
    private readonly bytes: number,
  ) {
    super();
    this.bar.start(Math.max(bytes, 1), 0, { file: shortened(file), phase: 'sending', rows: 0, rate: 0, left: '' });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sent += chunk.length;
    this.lines.add(chunk);
    const seconds = (performance.now() - this.since) / 1000;
    const rate = Math.round(this.lines.seen / Math.max(seconds, 0.001));
    this.bar.update(this.sent, { rows: this.lines.seen, rate, left: timeLeft((this.bytes - this.sent) / (this.sent / seconds)) });
    done(null, chunk);
  }

  /** Whether the whole file has been sent. */
  get isSent(): boolean {
    return this.sent >= this.bytes;
  }

  /** Shows what the server says of its work. */
  recording({ phase, rows, rowsPerSecond: rate }: Recording): void {
    const total = Math.max(this.lines.seen, rows, 1);
    this.bar.setTotal(total);
    this.bar.update(rows, { phase, rows, rate, left: timeLeft((total - rows) / rate) });
  }

  /** Takes the bar away, whatever came of the push. */
  close(): void {
    this.bar.stop();
  }
}

const shortened = (name: string): string => (name.length > NAME_MAX ? `${name.slice(0, NAME_MAX - 1)}…` : name);
const timeLeft = (seconds: number): string => (Number.isFinite(seconds) ? `${Math.max(0, Math.ceil(seconds))} s left` : '');

import { Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Presets, SingleBar } from 'cli-progress';

const LINE_END = 10;
const FORMAT = '{file} |{bar}| {percentage}% | {rows} rows, {rate} rows/s | {left}';

/** Counts the lines of what passes, unpacked where it is gzip, without holding it. */
class Lines {
  seen = 0;
  private readonly unpack = createGunzip();
  private packed: boolean | undefined;

  constructor() {
    this.unpack.on('data', (chunk: Buffer) => this.count(chunk));
    this.unpack.on('error', () => this.unpack.destroy()); // A broken body is the server's to refuse.
  }

  add(chunk: Buffer): void {
    this.packed ??= chunk[0] === 0x1f && chunk[1] === 0x8b;
    if (!this.packed) this.count(chunk);
    else if (!this.unpack.destroyed) this.unpack.write(chunk);
  }

  private count(chunk: Buffer): void {
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) this.seen++;
  }
}

/** A bar on the terminal for one file on its way: rows, rate and the time left. */
export class PushProgress extends Transform {
  private readonly bar = new SingleBar(
    { format: FORMAT, stream: process.stderr, hideCursor: true, clearOnComplete: true },
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
    this.bar.start(Math.max(bytes, 1), 0, { file, rows: 0, rate: 0, left: '' });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sent += chunk.length;
    this.lines.add(chunk);
    const seconds = (performance.now() - this.since) / 1000;
    const rate = Math.round(this.lines.seen / Math.max(seconds, 0.001));
    const left = this.sent < this.bytes ? `${Math.ceil((seconds / this.sent) * (this.bytes - this.sent))} s left` : 'recording ...';
    this.bar.update(this.sent, { rows: this.lines.seen, rate, left });
    done(null, chunk);
  }

  /** Takes the bar away, whatever came of the push. */
  close(): void {
    this.bar.stop();
  }
}

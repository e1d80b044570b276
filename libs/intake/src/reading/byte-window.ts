/** The longest piece that is held at first; it doubles up to the bound when a single line needs it. */
const FIRST_BYTES = 256 * 1024;

/** A stretch of a stream that moves over it, so that whatever lies across two chunks becomes one piece. */
export class ByteWindow {
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES + 1);
  /** What is not yet read lies in `[pos, limit)`; a line feed stands at `limit`, so that a scan needs no other end. */
  pos = 0;
  limit = 0;
  /** Nothing comes after `limit`. */
  final = false;
  /** Bytes taken from the stream so far. */
  total = 0;
  private chunk: Uint8Array | undefined;
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(
    body: AsyncIterable<Uint8Array>,
    private readonly lineBytesMax: number,
  ) {
    this.source = body[Symbol.asyncIterator]();
  }

  /** Whether the one unread line is longer than allowed. */
  get tooLong(): boolean {
    return this.limit - this.pos > this.lineBytesMax;
  }

  /** Keeps the unread rest and fills up behind it. */
  async more(): Promise<void> {
    const rest = this.limit - this.pos;
    const held = this.bytes;
    if (rest > (held.length - 1) / 2) this.bytes = Buffer.allocUnsafeSlow(2 * held.length);
    held.copy(this.bytes, 0, this.pos, this.limit);
    this.pos = 0;
    this.limit = rest;
    while (this.limit < this.bytes.length - 1 && !this.final) await this.take();
    this.bytes[this.limit] = 0x0a;
  }

  /** Lets go of the stream before its end. */
  async close(): Promise<void> {
    if (!this.final) await this.source.return?.();
  }

  private async take(): Promise<void> {
    if (!this.chunk) {
      const { value, done } = await this.source.next();
      if (done) {
        this.final = true;
        return;
      }
      this.chunk = value as Uint8Array;
      this.total += this.chunk.length;
    }
    const part = this.chunk.subarray(0, this.bytes.length - 1 - this.limit);
    this.bytes.set(part, this.limit);
    this.limit += part.length;
    this.chunk = part.length < this.chunk.length ? this.chunk.subarray(part.length) : undefined;
  }
}

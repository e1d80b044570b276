import { createGunzip } from 'node:zlib';

const LINE_END = 10;

/** Counts the lines of what passes, unpacked where it is gzip, without holding it. */
export class Lines {
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

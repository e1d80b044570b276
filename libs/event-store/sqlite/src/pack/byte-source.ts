/** Reads from a buffer, from its first byte on, what a `ByteSink` wrote. */
export class ByteSource {
  at = 0;

  constructor(readonly bytes: Buffer) {}

  byte(): number {
    return this.skip(1)[this.at - 1]!;
  }

  /** Moves on by this many bytes and gives the buffer that holds them; throws when it ends before. */
  skip(count: number): Buffer {
    this.at += count;
    if (this.at > this.bytes.length) throw new RangeError('A packed document ends too early: it is damaged.');
    return this.bytes;
  }

  varint(): number {
    const bytes = this.bytes;
    let byte = bytes[this.at++]!; // Past the end it is undefined, which ends the loops; `skip` notices later.
    if (!(byte > 127)) return byte;
    let value = byte & 127;
    let shift = 7;
    while (byte > 127 && shift < 28) {
      byte = bytes[this.at++]!;
      value |= (byte & 127) << shift;
      shift += 7;
    }
    let unit = 2 ** 28; // Shifts are 32 bits wide; a number holds 53.
    while (byte > 127) {
      byte = bytes[this.at++]!;
      value += (byte & 127) * unit;
      unit *= 128;
    }
    return value;
  }
}

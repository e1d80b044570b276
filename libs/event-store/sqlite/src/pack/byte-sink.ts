/** A buffer that grows under what is written to it; one is reused from document to document. */
export class ByteSink {
  bytes: Buffer;
  length = 0;

  constructor(bytes = 64 * 1024) {
    this.bytes = Buffer.allocUnsafeSlow(bytes);
  }

  /** Makes room for this many bytes more and gives the buffer to write them to. */
  reserve(count: number): Buffer {
    if (this.length + count > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + count));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    return this.bytes;
  }

  byte(value: number): void {
    this.reserve(1)[this.length++] = value;
  }

  /** Writes a whole number of 0 to 2^53 in as few groups of seven bits as hold it, the lowest first. */
  varint(value: number): void {
    this.length = putVarint(this.reserve(VARINT_BYTES_MAX), this.length, value);
  }
}

export const VARINT_BYTES_MAX = 8;

/** Writes a varint at `at`, where room must be, and gives the place after it. Kept free of BigInt: it is the hottest loop of all. */
export function putVarint(bytes: Buffer, at: number, value: number): number {
  while (value > 0x7fffffff) {
    const low = value % 128;
    bytes[at++] = low + 128;
    value = (value - low) / 128; // Shifts are 32 bits wide.
  }
  while (value > 127) {
    bytes[at++] = (value & 127) | 128;
    value >>>= 7;
  }
  bytes[at++] = value;
  return at;
}

/** How many bytes `putVarint` takes for the value. */
export function varintBytes(value: number): number {
  if (value < 128) return 1;
  if (value < 16384) return 2;
  if (value < 2097152) return 3;
  if (value < 268435456) return 4;
  return value < 34359738368 ? 5 : VARINT_BYTES_MAX;
}

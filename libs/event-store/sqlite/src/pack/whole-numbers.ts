import { type ByteSink, putVarint, VARINT_BYTES_MAX } from './byte-sink.js';
import { Shape, zigzag } from './column-format.js';

/** Whole numbers to be written: the first `count` of an array that has room for more. */
export interface Wholes {
  readonly wholes: Float64Array;
  readonly count: number;
  readonly least: number;
  readonly greatest: number;
}

/** How each shape is written, by its number. */
export const putWholes: Readonly<Record<number, (sink: ByteSink, wholes: Wholes) => void>> = {
  [Shape.PLAIN]: (sink, wholes) => putEach(sink, wholes, false),
  [Shape.DIFFERENCES]: (sink, wholes) => putEach(sink, wholes, true),
  [Shape.RUNS]: (sink, wholes) => putRuns(sink, wholes, false),
  [Shape.RUNS_OF_DIFFERENCES]: (sink, wholes) => putRuns(sink, wholes, true),
  [Shape.BITS]: putBits,
};

/** How many bits hold every number from 0 to this one. */
export const width = (greatest: number): number => 32 - Math.clz32(greatest);

function putEach(sink: ByteSink, { wholes, count }: Wholes, differences: boolean): void {
  const bytes = sink.reserve(count * VARINT_BYTES_MAX);
  let at = sink.length;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const whole = wholes[i]!;
    at = putVarint(bytes, at, zigzag(whole - before));
    if (differences) before = whole;
  }
  sink.length = at;
}

function putRuns(sink: ByteSink, { wholes, count }: Wholes, differences: boolean): void {
  for (let i = 0; i < count;) {
    const value = wholes[i]! - (differences && i > 0 ? wholes[i - 1]! : 0);
    const first = i++;
    while (i < count && wholes[i]! - (differences ? wholes[i - 1]! : 0) === value) i++;
    sink.varint(zigzag(value));
    sink.varint(i - first - 1);
  }
}

function putBits(sink: ByteSink, { wholes, count, least, greatest }: Wholes): void {
  const bits = width(greatest - least);
  sink.varint(zigzag(least));
  sink.byte(bits);
  const bytes = sink.reserve(((count * bits) >>> 3) + 1);
  let [at, held, heldBits] = [sink.length, 0, 0];
  for (let i = 0; i < count; i++) {
    held |= (wholes[i]! - least) << heldBits;
    heldBits += bits;
    for (; heldBits >= 8; heldBits -= 8, held >>>= 8) bytes[at++] = held & 255;
  }
  if (heldBits > 0) bytes[at++] = held;
  sink.length = at;
}

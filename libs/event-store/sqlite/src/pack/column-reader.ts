import type { ByteSource } from './byte-source.js';
import { NULLS, POWERS, Shape, unzigzag } from './column-format.js';

/** Reads the next column that a `ColumnWriter` wrote. */
export function readColumn(source: ByteSource): (number | null)[] {
  const header = source.byte();
  const length = source.varint();
  if (header < NULLS) return numbers(source, header, length);
  const isNull = nulls(source, length);
  const present = numbers(source, header, isNull.filter((is) => !is).length);
  let next = 0;
  return isNull.map((is) => (is ? null : present[next++]!));
}

function nulls(source: ByteSource, length: number): boolean[] {
  const first = source.at;
  const bytes = source.skip((length + 7) >>> 3);
  const isNull: boolean[] = [];
  for (let i = 0; i < length; i++) isNull.push(((bytes[first + (i >>> 3)]! >>> (i & 7)) & 1) === 1);
  return isNull;
}

function numbers(source: ByteSource, header: number, count: number): number[] {
  const read = READ[(header >>> 4) & 7];
  const power = POWERS[header & 15];
  if (read === undefined || power === undefined) throw new RangeError('A packed column has an unknown header: it is damaged.');
  const column: number[] = [];
  read(source, count, column);
  if (power !== 1) for (let i = 0; i < count; i++) column[i] = column[i]! / power;
  return column;
}

type Read = (source: ByteSource, count: number, into: number[]) => void;

const READ: Readonly<Record<number, Read>> = {
  [Shape.PLAIN]: (source, count, into) => {
    for (let i = 0; i < count; i++) into.push(unzigzag(source.varint()));
    source.skip(0);
  },
  [Shape.DIFFERENCES]: (source, count, into) => {
    for (let i = 0, whole = 0; i < count; i++) into.push((whole += unzigzag(source.varint())));
    source.skip(0);
  },
  [Shape.RUNS]: (source, count, into) => {
    runs(source, count, (whole) => into.push(whole));
  },
  [Shape.RUNS_OF_DIFFERENCES]: (source, count, into) => {
    let whole = 0;
    runs(source, count, (difference) => into.push((whole += difference)));
  },
  [Shape.BITS]: bits,
  [Shape.FLOATS]: (source, count, into) => {
    const first = source.at;
    const bytes = source.skip(count * 8);
    for (let i = 0; i < count; i++) into.push(bytes.readDoubleLE(first + i * 8));
  },
};

function runs(source: ByteSource, count: number, take: (value: number) => void): void {
  for (let taken = 0; taken < count;) {
    const value = unzigzag(source.varint());
    const end = taken + source.varint() + 1;
    source.skip(0);
    for (; taken < end && taken < count; taken++) take(value);
  }
}

function bits(source: ByteSource, count: number, into: number[]): void {
  const least = unzigzag(source.varint());
  const width = source.byte();
  const mask = (1 << width) - 1;
  let at = source.at;
  const bytes = source.skip((count * width + 7) >>> 3);
  for (let i = 0, held = 0, heldBits = 0; i < count; i++) {
    for (; heldBits < width; heldBits += 8) held |= bytes[at++]! << heldBits;
    into.push(least + (held & mask));
    held >>>= width;
    heldBits -= width;
  }
}

import { NotJson } from '#libs/event-store';
import { type ByteSink, varintBytes } from './byte-sink.js';
import { DECIMALS_MAX, NULLS, POWERS, Shape, WHOLE_MAX, WIDTH_MAX, zigzag } from './column-format.js';
import { putWholes, width, type Wholes } from './whole-numbers.js';

/** Packs columns of numbers, one after another, into a sink. Keeps its working space from column to column. */
export class ColumnWriter implements Wholes {
  private numbers = new Float64Array(256); // Of the column in hand, those that are not null.
  wholes = new Float64Array(256);
  private isNull = new Uint8Array(256);
  count = 0; // How many are not null.
  least = 0;
  greatest = 0;

  constructor(private readonly sink: ByteSink) {}

  /** Packs the array if it holds numbers and nulls alone: then gives how many bytes its JSON has at most, else -1 and nothing is written. */
  write(array: readonly unknown[]): number {
    if (!this.gather(array)) return -1;
    const decimals = this.scale();
    const header = this.count < array.length ? NULLS : 0;
    if (decimals < 0) {
      this.start(header | (Shape.FLOATS << 4), array.length);
      this.putFloats();
      return array.length * FLOAT_JSON_BYTES_MAX;
    }
    const shape = this.shape();
    this.start(header | (shape << 4) | decimals, array.length);
    putWholes[shape]!(this.sink, this);
    const digits = String(Math.max(this.greatest, -this.least)).length;
    return array.length * Math.max(Math.max(digits, decimals + 1) + 3, 5); // Sign, point and comma; `null` and comma.
  }

  /** Whether the array holds numbers and nulls alone; takes them in. */
  private gather(array: readonly unknown[]): boolean {
    if (array.length > this.numbers.length) this.grow(array.length);
    const { numbers, isNull } = this;
    let count = 0;
    for (let i = 0; i < array.length; i++) {
      const value = array[i];
      if (typeof value === 'number') {
        numbers[count++] = value;
        isNull[i] = 0;
      } else if (value === null) isNull[i] = 1;
      else return false;
    }
    this.count = count;
    return true;
  }

  private grow(length: number): void {
    this.numbers = new Float64Array(length * 2);
    this.wholes = new Float64Array(length * 2);
    this.isNull = new Uint8Array(length * 2);
  }

  /** The fewest decimals with which every number is a whole one, which it leaves in `wholes`; -1 when there are none. */
  private scale(): number {
    const { numbers, wholes, count } = this;
    let decimals = 0;
    let power = 1;
    let settled = 0; // From this one on, all are scaled by `power`.
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!;
      let whole = Math.round(number * power);
      while (whole / power !== number) {
        if (++decimals > DECIMALS_MAX) return -1;
        power = POWERS[decimals]!;
        whole = Math.round(number * power);
        settled = i;
      }
      if (whole > WHOLE_MAX || whole < -WHOLE_MAX) return -1;
      wholes[i] = whole;
    }
    for (let i = 0; i < settled; i++) {
      const whole = Math.round(numbers[i]! * power);
      if (whole / power !== numbers[i]! || whole > WHOLE_MAX || whole < -WHOLE_MAX) return -1;
      wholes[i] = whole;
    }
    return decimals;
  }

  /** The shape that takes the fewest bytes, near enough; also finds the least and the greatest. */
  private shape(): number {
    const { wholes, count } = this;
    let [plain, differences, runs, runsOfDifferences] = [0, 0, 0, 0];
    let least = count > 0 ? wholes[0]! : 0;
    let greatest = least;
    let before = 0;
    let differenceBefore = NaN;
    for (let i = 0; i < count; i++) {
      const whole = wholes[i]!;
      const difference = whole - before;
      const bytes = varintBytes(zigzag(whole));
      const differenceBytes = varintBytes(zigzag(difference));
      plain += bytes;
      differences += differenceBytes;
      if (difference !== 0 || i === 0) runs += bytes + 1;
      if (difference !== differenceBefore) runsOfDifferences += differenceBytes + 1;
      if (whole < least) least = whole;
      else if (whole > greatest) greatest = whole;
      before = whole;
      differenceBefore = difference;
    }
    this.least = least;
    this.greatest = greatest;
    const bits = greatest - least < 1 << WIDTH_MAX ? 1 + varintBytes(zigzag(least)) + (count * width(greatest - least)) / 8 : Infinity;
    const sizes = [plain, differences, runs, runsOfDifferences, bits]; // In the order of `Shape`.
    return sizes.indexOf(Math.min(...sizes));
  }

  /** Writes the header, the length and which are null. */
  private start(header: number, length: number): void {
    this.sink.byte(header);
    this.sink.varint(length);
    if (header < NULLS) return;
    const bytes = this.sink.reserve((length + 7) >>> 3);
    for (let i = 0; i < length; i += 8) {
      let byte = 0;
      for (let j = Math.min(i + 8, length) - 1; j >= i; j--) byte = (byte << 1) | this.isNull[j]!;
      bytes[this.sink.length++] = byte;
    }
  }

  private putFloats(): void {
    const { numbers, count, sink } = this;
    const bytes = sink.reserve(count * 8);
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(numbers[i])) throw new NotJson(String(numbers[i]));
      sink.length = bytes.writeDoubleLE(numbers[i]! + 0, sink.length); // -0 is 0, as in JSON.
    }
  }
}

const FLOAT_JSON_BYTES_MAX = 25;

/** The whole numbers of a statement: interned texts, the register it belongs to, and its source row. */
export const INTS = ['indicator', 'area', 'period', 'breakdown', 'status', 'register', 'row'] as const;
/** Its measured numbers; NaN where not stated. */
export const FLOATS = ['value', 'numerator', 'denominator', 'lower', 'upper', 'level'] as const;

/** Texts of which there are few stand as two bytes. */
const SHORT: ReadonlySet<string> = new Set(['indicator', 'period', 'status']);

export type IntColumn = Uint32Array | Uint16Array;
type IntColumns = Record<(typeof INTS)[number], IntColumn>;
type FloatColumns = Record<(typeof FLOATS)[number], Float64Array>;

/** What one row of the table takes at most; published limits are seldom, and cost nothing until the first. */
export const ROW_BYTES = INTS.reduce((sum, name) => sum + (SHORT.has(name) ? 2 : 4), 0) + FLOATS.length * 8;

/** Columns that most bodies state nothing of. */
const SELDOM: ReadonlySet<string> = new Set(['lower', 'upper', 'level']);
const NOTHING = new Float64Array(0);

/** A fresh column of whole numbers. */
export function intColumn(name: (typeof INTS)[number], length: number): IntColumn {
  return SHORT.has(name) ? new Uint16Array(length) : new Uint32Array(length);
}

/** Statements as columns: a row costs 70 bytes at most and no object. Grows by doubling up to its bound. */
export class StatementTable {
  ints: IntColumns;
  floats: FloatColumns;
  length = 0;
  private capacity: number;

  constructor(readonly rowsMax: number) {
    this.capacity = Math.min(rowsMax, 16_384);
    this.ints = Object.fromEntries(INTS.map((name) => [name, intColumn(name, this.capacity)])) as IntColumns;
    this.floats = Object.fromEntries(
      FLOATS.map((name) => [name, SELDOM.has(name) ? NOTHING : new Float64Array(this.capacity)]),
    ) as FloatColumns;
  }

  get isFull(): boolean {
    return this.length === this.rowsMax;
  }

  /** Makes room for `more` rows and returns where they start; beyond the bound is the caller's mistake. */
  reserve(more: number): number {
    const at = this.length;
    this.length += more;
    if (this.length > this.capacity) this.grow();
    return at;
  }

  /** The column of a number that is seldom stated, from now on as long as the others; NaN for the rows before. */
  seldom(name: 'lower' | 'upper' | 'level'): Float64Array {
    if (this.floats[name].length === 0) this.floats[name] = new Float64Array(this.capacity).fill(Number.NaN);
    return this.floats[name];
  }

  clear(): void {
    this.length = 0;
  }

  /** Gives its memory back at once, not when the collector comes by; it cannot be used any more. */
  free(): void {
    for (const column of [...Object.values(this.ints), ...Object.values(this.floats)]) if (column.length > 0) bufferOf(column).transfer(0);
  }

  private grow(): void {
    while (this.capacity < this.length) this.capacity *= 4;
    this.capacity = Math.max(this.length, Math.min(this.capacity, this.rowsMax));
    for (const name of INTS) this.ints[name] = widened(this.ints[name], this.capacity);
    for (const name of FLOATS) {
      const column = this.floats[name];
      if (column.length === 0) continue;
      const before = column.length;
      this.floats[name] = widened(column, this.capacity);
      if (SELDOM.has(name)) this.floats[name].fill(Number.NaN, before);
    }
  }
}

/** Whether two rows of one observation state the same of it. */
export function sameStatement({ ints, floats }: StatementTable, a: number, b: number): boolean {
  return ints.status[a] === ints.status[b] && Object.values(floats).every((cells) => Object.is(cells[a], cells[b]));
}

const bufferOf = (column: IntColumn | Float64Array): ArrayBuffer => column.buffer as ArrayBuffer;

/** The column with more room; its memory moves with it, so that the old is never held beside the new. */
function widened<C extends IntColumn | Float64Array>(column: C, length: number): C {
  const buffer = bufferOf(column).transfer(length * column.BYTES_PER_ELEMENT);
  return new (column.constructor as new (buffer: ArrayBuffer) => C)(buffer);
}

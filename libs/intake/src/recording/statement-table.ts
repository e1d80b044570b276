/** The whole numbers of a statement: interned texts, the register it belongs to, and its source row. */
export const INTS = ['indicator', 'area', 'period', 'breakdown', 'status', 'register', 'row'] as const;
/** Its measured numbers; NaN where not stated. */
export const FLOATS = ['value', 'numerator', 'denominator', 'lower', 'upper', 'level'] as const;

type IntColumns = Record<(typeof INTS)[number], Uint32Array>;
type FloatColumns = Record<(typeof FLOATS)[number], Float64Array>;

/** What one row of the table takes. */
export const ROW_BYTES = INTS.length * 4 + FLOATS.length * 8;

/** Statements as columns: a row costs 76 bytes and no object. Grows by doubling up to its bound. */
export class StatementTable {
  ints: IntColumns;
  floats: FloatColumns;
  length = 0;
  private capacity: number;

  constructor(readonly rowsMax: number) {
    this.capacity = Math.min(rowsMax, 16_384);
    this.ints = Object.fromEntries(INTS.map((name) => [name, new Uint32Array(this.capacity)])) as IntColumns;
    this.floats = Object.fromEntries(FLOATS.map((name) => [name, new Float64Array(this.capacity)])) as FloatColumns;
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

  clear(): void {
    this.length = 0;
  }

  private grow(): void {
    while (this.capacity < this.length) this.capacity *= 2;
    this.capacity = Math.max(this.length, Math.min(this.capacity, this.rowsMax));
    for (const name of INTS) {
      const wider = new Uint32Array(this.capacity);
      wider.set(this.ints[name]);
      this.ints[name] = wider;
    }
    for (const name of FLOATS) {
      const wider = new Float64Array(this.capacity);
      wider.set(this.floats[name]);
      this.floats[name] = wider;
    }
  }
}

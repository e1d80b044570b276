import type { Fault } from '../../domain/checks.js';
import type { Cells } from '../../reading/cells.js';
import { IncidentCounts } from './incident-counts.js';

/** A row set aside until the coverage is known: it is refused unless it lies outside. */
interface Doubtful {
  readonly row: number;
  readonly place: number;
}

/** Rows counted by small area and type; those of areas that may not be stated are set aside. */
export class StreetRows {
  readonly counts = new IncidentCounts();
  readonly doubtful: Doubtful[] = [];
  /** How many rows there are, those set aside included. */
  rows = 0;
  private readonly faults: (Fault | undefined)[] = [];

  constructor(private readonly faultOf: (code: string) => Fault | undefined) {}

  /** Counts a row; false where its cell can be no code, undefined where it is empty. */
  add(cells: Cells, column: number, type: number): boolean | undefined {
    const place = this.counts.place(cells, column);
    if (place === -1) return undefined;
    if (place < 0) return false;
    this.rows += 1;
    if (place === this.faults.length) this.faults.push(this.faultOf(this.counts.codes[place]!));
    if (this.faults[place]) this.doubtful.push({ row: cells.row, place });
    else this.counts.add(place, type);
    return true;
  }

  /** Why the rows of this small area are set aside. */
  fault(place: number): Fault | undefined {
    return this.faults[place];
  }
}

import { ByteInterner } from '../../reading/byte-interner.js';
import type { Cells } from '../../reading/cells.js';
import { textOf } from '../../reading/text-body.js';
import { CRIME_TYPES } from './crime-types.js';

const TYPES = CRIME_TYPES.length;

/** Incidents by small area and crime type, counted in flat memory. */
export class IncidentCounts {
  /** The codes named, trimmed and in capitals, in order of appearance. */
  readonly codes: string[] = [];
  /** The place of each code, and of each way of writing one that the interner knows; -1 for a blank. */
  private readonly places = new Map<string, number>();
  private readonly placeOf: number[] = [];
  private readonly interner = new ByteInterner(1 << 18);
  private counts = new Uint32Array(TYPES * 1024);

  /** The number of the small area in this column; -1 where the cell is empty, -2 where it can be no code. */
  place({ bytes, starts, ends }: Cells, column: number): number {
    const start = starts[column]!;
    const end = ends[column]!;
    if (start === end) return -1;
    const id = this.interner.intern(bytes, start, end);
    if (id < 0) return -2;
    return (this.placeOf[id] ??= this.placeOfText(textOf(bytes, start, end).trim().toUpperCase()));
  }

  /** One place for a code, however it was padded. */
  private placeOfText(code: string): number {
    if (code === '') return -1;
    let place = this.places.get(code);
    if (place === undefined) {
      place = this.codes.push(code) - 1;
      this.places.set(code, place);
      if (this.codes.length * TYPES > this.counts.length) {
        const larger = new Uint32Array(2 * this.counts.length);
        larger.set(this.counts);
        this.counts = larger;
      }
    }
    return place;
  }

  add(place: number, type: number): void {
    const at = place * TYPES + type;
    this.counts[at] = this.counts[at]! + 1;
  }

  of(place: number, type: number): number {
    return this.counts[place * TYPES + type]!;
  }

  total(place: number): number {
    let sum = 0;
    for (let type = 0; type < TYPES; type++) sum += this.of(place, type);
    return sum;
  }
}

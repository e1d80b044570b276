import type { Cells } from './cells.js';
import { textOf } from './text-body.js';

/** The names in a row, as a header's are looked at. */
export const namesOf = ({ count, bytes, starts, ends }: Cells): string[] =>
  Array.from({ length: Math.min(count, starts.length) }, (_, i) => textOf(bytes, starts[i]!, ends[i]!).trim());

/** A header name as it is compared: without case, and with one space where there are more. */
export const plainName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

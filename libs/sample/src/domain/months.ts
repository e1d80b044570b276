/** A month as the files write it. */
export type Month = string;

/** So many months from the first on. */
export function months(first: Month, howMany: number): Month[] {
  return Array.from({ length: howMany }, (_, i) => later(first, i));
}

/** The month `by` months after (before, when negative). */
export function later(month: Month, by: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

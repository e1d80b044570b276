const FORMULA = /^[=+\-@\t\r]/;

/**
 * A text as one CSV cell. What a spreadsheet would take for a formula gets an apostrophe before it: refused
 * rows carry texts that strangers wrote.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text that cannot move the cursor or colour the terminal. */
export const printable = (text: string): string => text.replace(CONTROLS, '\uFFFD');

/** A whole number with its thousands apart. */
export const count = (n: number): string => n.toLocaleString('en-GB');

/** A count with its noun: 1 row, 1,200 rows. */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

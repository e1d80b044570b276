/** A breakdown in its one form: `age=16-24;sex=male`, dimensions in order, without case and without spaces around. */
export function canonicalBreakdown(text: string): string {
  if (text === '') return text;
  const parts = text.toLowerCase().split(';').map(trimmedDimension);
  return [...new Set(parts)]
    .filter((part) => part !== '')
    .sort()
    .join(';');
}

function trimmedDimension(part: string): string {
  return part
    .split('=')
    .map((side) => side.trim().replace(/\s+/g, ' '))
    .join('=');
}

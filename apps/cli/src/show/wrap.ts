/** How wide everything is that the command line prints. */
export const WIDTH = 80;

/** A text in lines of at most 80 columns, broken between words; every line but the first begins with the indent. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)![0];
  for (const word of text.trim().split(/\s+/)) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (line.trim() !== '' && longer.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}

/** A name and what is said of it, in two columns. */
export function entry(name: string, text: string): string {
  const label = `  ${name.padEnd(LABEL)}`;
  const [first = '', ...more] = wrapped(`${'#'.repeat(label.length)}${text}`, ' '.repeat(label.length)).split('\n');
  return [label + first.slice(label.length), ...more].join('\n');
}

const LABEL = 13;

const DIGITS_MAX = 15; // A number holds them exactly.
const WORDS_MAX = 64;

/** The numbers that the strings spell, if all are `width` decimal digits. */
export function digitsOf(nodes: readonly unknown[], width: number): number[] | undefined {
  if (width < 1 || width > DIGITS_MAX) return undefined;
  const numbers: number[] = [];
  for (const node of nodes) {
    if (typeof node !== 'string' || node.length !== width) return undefined;
    let number = 0;
    for (let i = 0; i < width; i++) {
      const digit = node.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return undefined;
      number = number * 10 + digit;
    }
    numbers.push(number);
  }
  return numbers;
}

/** The strings with their repeats folded, if each is met twice or more on average. */
export function wordsOf(nodes: readonly unknown[]): { distinct: string[]; indexes: number[] } | undefined {
  const indexOf = new Map<string, number>();
  const indexes: number[] = [];
  for (const node of nodes) {
    if (typeof node !== 'string') return undefined;
    let index = indexOf.get(node);
    if (index === undefined) {
      index = indexOf.size;
      if (index >= WORDS_MAX || index >= nodes.length / 2) return undefined;
      indexOf.set(node, index);
    }
    indexes.push(index);
  }
  return { distinct: [...indexOf.keys()], indexes };
}

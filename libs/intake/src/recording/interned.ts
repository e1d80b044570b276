/** Texts that stand as small numbers, counted from 0 in the order they first came. */
export class Interned {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(...first: string[]) {
    for (const text of first) this.number(text);
  }

  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }

  /** For each number, the place of its text in text order. */
  ranks(): Uint32Array {
    const order = this.texts.map((_, i) => i).sort((a, b) => (this.texts[a]! < this.texts[b]! ? -1 : 1));
    const ranks = new Uint32Array(order.length);
    order.forEach((number, rank) => (ranks[number] = rank));
    return ranks;
  }
}

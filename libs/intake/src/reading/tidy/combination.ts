import type { Cells } from '../cells.js';
import { ByteInterner } from '../byte-interner.js';
import { textOf } from '../text-body.js';

interface Node<T> {
  readonly next: Node<T>[];
  meaning?: T;
}

const NODES_MAX = 1 << 18;

/** What the texts of several columns mean together, worked out once for each different combination. */
export class Combination<T> {
  private readonly interners: readonly ByteInterner[];
  private readonly root: Node<T> = { next: [] };
  private nodes = 0;

  constructor(
    private readonly columns: readonly number[],
    private readonly meaning: (texts: readonly string[]) => T,
  ) {
    this.interners = columns.map(() => new ByteInterner(1 << 16));
  }

  /** The meaning of this row's texts, trimmed. */
  of(cells: Cells): T {
    const { columns, interners } = this;
    let node = this.root;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      const id = interners[i]!.intern(cells.bytes, cells.starts[column]!, cells.ends[column]!);
      const next = id < 0 ? undefined : node.next[id];
      if (next) node = next;
      else if (id < 0 || this.nodes >= NODES_MAX)
        return this.meaning(this.texts(cells)); // So memory stays flat.
      else {
        this.nodes++;
        node = node.next[id] = { next: [] };
      }
    }
    return (node.meaning ??= this.meaning(this.texts(cells)));
  }

  private texts({ bytes, starts, ends }: Cells): string[] {
    return this.columns.map((column) => textOf(bytes, starts[column]!, ends[column]!).trim());
  }
}

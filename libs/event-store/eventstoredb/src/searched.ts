import { BEGINNING, type Position } from '#libs/event-store';
import type { Connection } from './connection.js';

/** A part of the log in which nothing of some categories lies: after one position, up to another. */
interface Gap {
  readonly after: Position;
  readonly to: Position;
}

/** A search of the log under way. */
export interface Search {
  /** Where it begins: later than it was asked for where nothing lies between. */
  readonly from: Position;
  /** Keeps what it showed: whether it came to the end of the log, and what it found last. */
  end(isWhole: boolean, last: Position | undefined): void;
}

/**
 * What was searched in vain. EventStoreDB has no index of categories: it looks at every event after the place it is
 * given, so that a reader of a rare category would have it look at the same thousands each time it asks.
 */
export class Searched {
  private readonly gaps = new Map<string, Gap>();
  /** The greatest position that was read of this server: whatever comes later stands after it. */
  private seen: Position = BEGINNING;
  private faults = 0;

  constructor(private readonly connection: Connection) {}

  begin(position: Position, categories: readonly string[]): Search {
    const see = this.look();
    const key = JSON.stringify(categories);
    const gap = this.gaps.get(key);
    const isKnown = gap !== undefined && gap.after <= position && position < gap.to;
    const { seen, faults } = this;
    return {
      from: isKnown ? gap.to : position,
      end: (isWhole, last) => {
        if (this.connection.faults !== faults) return; // It may have been answered by another server than the one that was seen.
        if (last !== undefined) see(last);
        const after = last ?? (isKnown ? gap.after : position);
        if (isWhole && after < seen) this.gaps.set(key, { after, to: seen });
      },
    };
  }

  /** Gives the function that takes note of what a look at the log, which begins now, will show. */
  look(): (position: Position) => void {
    this.forgetAfterFault();
    const { faults } = this;
    return (position) => {
      if (this.connection.faults === faults && position > this.seen) this.seen = position;
    };
  }

  private forgetAfterFault(): void {
    if (this.faults === this.connection.faults) return;
    this.faults = this.connection.faults;
    this.seen = BEGINNING;
    this.gaps.clear();
  }
}

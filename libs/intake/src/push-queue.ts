/** So many bytes of bodies may wait to be recorded at once. */
export const WAITING_BYTES_MAX = 1024 * 1024 * 1024;
/** So many bytes of decoded bodies are held in memory at once; the others are read again from where they are kept. */
export const HELD_BYTES_MAX = 64 * 1024 * 1024;

/** Bounds what deliveries under way take, in bytes: those that wait to be recorded, and what of them is held in memory. */
export class PushQueue {
  private waiting = 0;
  private held = 0;

  constructor(
    private readonly waitingMax = WAITING_BYTES_MAX,
    private readonly heldMax = HELD_BYTES_MAX,
  ) {}

  /** Whether no further delivery is to be begun until others are recorded. */
  get isFull(): boolean {
    return this.waiting >= this.waitingMax;
  }

  /** A place for one delivery. */
  place(): PlaceInQueue {
    const mine = { waiting: 0, held: 0 };
    return {
      received: (bytes) => {
        mine.waiting += bytes;
        this.waiting += bytes;
      },
      hold: (bytes) => {
        if (this.held + bytes > this.heldMax) return false;
        mine.held += bytes;
        this.held += bytes;
        return true;
      },
      letGo: () => {
        this.held -= mine.held;
        mine.held = 0;
      },
      leave: () => {
        this.waiting -= mine.waiting;
        this.held -= mine.held;
        mine.waiting = mine.held = 0;
      },
    };
  }
}

/** What one delivery takes of the bounds. */
export interface PlaceInQueue {
  /** Counts bytes of the body as they come. */
  received(bytes: number): void;
  /** Whether so many bytes more may be held in memory. */
  hold(bytes: number): boolean;
  /** Nothing is held in memory any more. */
  letGo(): void;
  /** The delivery is recorded, refused or broken off. */
  leave(): void;
}

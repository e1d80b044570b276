import { BlobDamaged, NoSuchBlob } from '#libs/blob-store';
import { NotJson, TooLarge, WrongVersion } from '#libs/event-store';

/** Knows which errors came from a store or from the machine: those say nothing of the submission and may be gone at the next try. */
export class OutsideErrors {
  private readonly seen = new WeakSet<object>();

  /** The port, with what its methods throw remembered; what it throws about the content itself is not. */
  watch<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => this.remembering(() => (member as (...a: unknown[]) => unknown).apply(target, args));
      },
    });
  }

  /** The bytes, with what their source throws remembered. */
  async *bytes(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      throw this.remember(error);
    }
  }

  /** Whether another try may succeed without a change of the submission or of the program. */
  has(error: unknown): boolean {
    if (error instanceof WrongVersion) return true;
    if (typeof error !== 'object' || error === null) return false;
    return this.seen.has(error) || 'syscall' in error; // Node's own errors name the system call: a full disk, no permission.
  }

  private remembering(work: () => unknown): unknown {
    try {
      const result = work();
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw this.remember(error);
      });
    } catch (error) {
      throw this.remember(error);
    }
  }

  private remember(error: unknown): unknown {
    const ofContent = [TooLarge, NotJson, NoSuchBlob, BlobDamaged].some((one) => error instanceof one);
    if (!ofContent && typeof error === 'object' && error !== null) this.seen.add(error);
    return error;
  }
}

import { handedOver } from './messages.js';

/** The worker threads of the standalone app. */
export const THREADS = ['intake', 'readers'] as const;
export type ThreadName = (typeof THREADS)[number];

/** Called with each report of a job under way. */
export type OnProgress = (progress: object) => void;

/** A job that a thread takes: plain data in, plain data or a Refusal out. */
export type ThreadHandler = (data: object, progress: OnProgress) => Promise<unknown>;

/**
 * Asks another thread to do a job; data must be what structured cloning can carry. A member of it that is bytes in a buffer of
 * their own is handed over, not copied: it is empty for the caller from then on.
 */
export abstract class ThreadCalls {
  /** The job's result. A Refusal comes back as one; the thread's fault is thrown with its name and message; ThreadStopped when it ended first. */
  abstract call<T>(thread: ThreadName, name: string, data: object, onProgress?: OnProgress): Promise<T>;
}

/** The jobs that this thread takes. A context adds its own in `onModuleInit`. */
export class ThreadHandlers {
  private readonly handlers = new Map<string, ThreadHandler>();

  /** Takes this job from now on; a name is taken once. */
  on(name: string, handler: ThreadHandler): void {
    if (this.handlers.has(name)) throw new Error(`The job ${name} has two handlers.`);
    this.handlers.set(name, handler);
  }

  async run(name: string, data: object, progress: OnProgress): Promise<unknown> {
    const handler = this.handlers.get(name);
    if (handler === undefined) throw new Error(`No handler takes the job ${name}; is its module in the list of this thread?`);
    return handler(data, progress);
  }
}

/** A thread ended before it answered. */
export class ThreadStopped extends Error {
  constructor(readonly thread: ThreadName) {
    super(`The ${thread} thread stopped before it answered.`);
    this.name = 'ThreadStopped';
  }
}

/** Jobs done on the spot, by this thread itself: for tests, and for a context inside its own worker. */
export class LocalCalls extends ThreadCalls {
  constructor(private readonly handlers: ThreadHandlers) {
    super();
  }

  override async call<T>(_: ThreadName, name: string, data: object, onProgress: OnProgress = () => undefined): Promise<T> {
    return (await this.handlers.run(name, structuredClone(data, { transfer: handedOver(data) }), onProgress)) as T;
  }
}

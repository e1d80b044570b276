import { ThreadCalls, type OnProgress, type ThreadName } from './thread-calls.js';
import { WorkerThread } from './worker-thread.js';

/** The app's workers, seen from the main thread. */
export class WorkerThreads extends ThreadCalls {
  private readonly threads = new Map<ThreadName, WorkerThread>();

  /** Starts them and waits until all are up; `onCrash` is called when one ends unasked. */
  async start(
    entry: URL,
    names: readonly ThreadName[],
    config: object,
    onCrash: (thread: ThreadName, error: Error) => void,
  ): Promise<void> {
    let up = false;
    for (const name of names) {
      const crashed = (error: Error): void => {
        if (up) onCrash(name, error); // Before that, the start itself fails with the error.
      };
      this.threads.set(name, new WorkerThread(name, entry, config, crashed));
    }
    try {
      await Promise.all([...this.threads.values()].map((thread) => thread.ready()));
      up = true;
    } catch (error) {
      await this.close(0);
      throw error;
    }
  }

  override async call<T>(thread: ThreadName, name: string, data: object, onProgress: OnProgress = () => undefined): Promise<T> {
    const worker = this.threads.get(thread);
    if (worker === undefined) throw new Error(`There is no ${thread} thread in this app.`);
    return (await worker.call(name, data, onProgress)) as T;
  }

  async close(withinMs: number): Promise<void> {
    await Promise.all([...this.threads.values()].map((thread) => thread.close(withinMs)));
  }
}

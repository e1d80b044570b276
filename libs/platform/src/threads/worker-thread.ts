import { Worker } from 'node:worker_threads';
import { Refusal } from '#libs/kernel';
import { faultOf, type FromThread, handedOver, type ToThread } from './messages.js';
import { type OnProgress, type ThreadName, ThreadStopped } from './thread-calls.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: OnProgress;
}

/** What a thread's heap may grow to. The young generation is kept small: three threads' worth of it would be most of the memory used. */
const LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 1024 };

/** One worker, seen from the main thread. */
export class WorkerThread {
  private readonly waiting = new Map<number, Waiting>();
  private readonly worker: Worker;
  private readonly gone: Promise<void>;
  private lastId = 0;
  private closing = false;
  private stopped = false;
  private failure: Error | undefined;

  /** `onCrash` is called when it ends without having been asked to. */
  constructor(
    readonly name: ThreadName,
    entry: URL,
    config: object,
    onCrash: (error: Error) => void,
  ) {
    this.worker = new Worker(entry, { name, workerData: { thread: name, config: { ...config } }, resourceLimits: LIMITS });
    this.worker.on('message', (message: FromThread) => this.heard(message));
    this.worker.on('error', (error) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
    this.gone = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.stopped = true;
        for (const { reject } of this.waiting.values()) reject(new ThreadStopped(name));
        this.waiting.clear();
        resolve();
        if (!this.closing) onCrash(this.failure ?? new ThreadStopped(name));
      });
    });
  }

  /** Resolves when its modules are up; rejects when they do not come up. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromThread) => message.kind === 'ready' && resolve());
      void this.gone.then(() => reject(this.failure ?? new ThreadStopped(this.name)));
    });
  }

  call(name: string, data: object, onProgress: OnProgress): Promise<unknown> {
    if (this.stopped) return Promise.reject(new ThreadStopped(this.name));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, onProgress });
      this.say({ kind: 'call', id, name, data });
    });
  }

  /** Lets it finish what it has in hand, for so long at most. */
  async close(withinMs: number): Promise<void> {
    this.closing = true;
    if (!this.stopped) this.say({ kind: 'close' });
    const late = setTimeout(() => void this.worker.terminate(), withinMs);
    await this.gone;
    clearTimeout(late);
  }

  private say(message: ToThread): void {
    this.worker.postMessage(message, message.kind === 'call' ? handedOver(message.data) : []);
  }

  private heard(message: FromThread): void {
    if (message.kind === 'ready') return;
    const waiting = this.waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.kind === 'progress') return waiting.onProgress(message.progress);
    this.waiting.delete(message.id);
    if (message.kind === 'result') waiting.resolve(message.value);
    else if (message.kind === 'refusal') waiting.resolve(new Refusal(message.code, message.detail, message.facts));
    else waiting.reject(faultOf(message.fault));
  }
}

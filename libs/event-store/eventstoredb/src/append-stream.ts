import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';

/** Who waits for the answer to an append. */
interface Waiting {
  resolve(answer: Streams.BatchAppendResp): void;
  reject(fault: Error): void;
}

/** One call over which many appends go, each under an id of its own: that takes less than half of what a call for each does. */
export class AppendStream {
  private readonly waiting = new Map<string, Waiting>();
  private hasEnded = false;

  constructor(private readonly call: ClientDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>) {
    call.on('data', (answer: Streams.BatchAppendResp) => {
      const id = answer.getCorrelationId()!.getString();
      this.waiting.get(id)?.resolve(answer); // Nobody waits for one that comes too late.
      this.waiting.delete(id);
      this.cancelIfDone();
    });
    call.on('error', (fault: Error) => this.end(fault));
    call.on('end', () => this.end(new Error('the server ended the call that appends go over')));
  }

  /** Whether it takes appends; once a call has ended, another is to be made. */
  get isOpen(): boolean {
    return !this.hasEnded;
  }

  /** Sends an append; what is given back ends the wait for its answer. */
  send(append: Streams.BatchAppendReq, waiting: Waiting): { cancel(): void } {
    const id = append.getCorrelationId()!.getString();
    this.waiting.set(id, waiting);
    this.call.write(append);
    return { cancel: () => this.waiting.delete(id) && this.distrust() };
  }

  cancel(): void {
    this.call.cancel();
  }

  /** A call that left one append without an answer is not given another; those under way may be answered yet. */
  private distrust(): void {
    this.hasEnded = true;
    this.cancelIfDone();
  }

  private cancelIfDone(): void {
    if (this.hasEnded && this.waiting.size === 0) this.cancel();
  }

  private end(fault: Error): void {
    this.hasEnded = true;
    for (const { reject } of this.waiting.values()) reject(fault);
    this.waiting.clear();
  }
}

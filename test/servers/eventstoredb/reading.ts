import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { tooSlow } from './faults.ts';
import { indexOf, type MemoryLog, type NameFilter, type Recorded } from './memory-log.ts';
import { caughtUp, confirmed, filterOf, nameOf, notFound } from './messages.ts';

/** A call that is answered in bytes made before. */
type Call = ServerWritableStream<Streams.ReadReq, Buffer>;

interface Subscriber {
  readonly call: Call;
  readonly filter: NameFilter | undefined;
  /** How many of the events that the filter lets through were sent. */
  sent: number;
  isSending: boolean;
}

/** Reads of a stream and of the whole log, and subscriptions to it. */
export class Reading {
  private readonly subscribers = new Set<Subscriber>();
  private readonly log: MemoryLog;

  constructor(log: MemoryLog) {
    this.log = log;
  }

  readonly read = (call: Call): void => {
    const options = call.request.getOptions()!;
    call.on('error', () => undefined); // A client that goes away is no fault of the server.
    if (options.hasSubscription()) return void this.subscribe(call, options);
    const isForwards = options.getReadDirection() === 0;
    const asked = options.hasStream() ? this.ofStream(options, isForwards) : this.ofAll(options, isForwards);
    if (asked === undefined) call.write(notFound(nameOf(options.getStream()!.getStreamIdentifier())));
    void send(call, asked ?? []).then(() => call.end());
  };

  /** Wakes every subscriber. */
  news(): void {
    for (const subscriber of this.subscribers) void this.pump(subscriber);
  }

  /** Ends every subscription, as the server does to one that reads too slowly. */
  drop(): void {
    for (const { call } of this.subscribers) call.emit('error', tooSlow());
    this.subscribers.clear();
  }

  private ofStream(options: Streams.ReadReq.Options, isForwards: boolean): readonly Recorded[] | undefined {
    const asked = options.getStream()!;
    const events = this.log.stream(nameOf(asked.getStreamIdentifier()));
    if (events === undefined) return undefined;
    const edge = asked.hasStart() ? 0 : asked.hasEnd() ? events.length - 1 : Number(asked.getRevision());
    return part(events, isForwards ? edge : edge + 1, isForwards, options);
  }

  private ofAll(options: Streams.ReadReq.Options, isForwards: boolean): readonly Recorded[] {
    const asked = options.getAll()!;
    const events = this.log.matching(filterOf(options));
    const edge = asked.hasStart() ? 0 : asked.hasEnd() ? events.length : indexOf(events, Number(asked.getPosition()!.getCommitPosition()));
    return part(events, edge, isForwards, options);
  }

  private subscribe(call: Call, options: Streams.ReadReq.Options): void {
    const [asked, filter] = [options.getAll()!, filterOf(options)];
    const events = this.log.matching(filter);
    const after = asked.hasPosition() ? indexOf(events, Number(asked.getPosition()!.getCommitPosition()) + 1) : 0; // A subscription begins after its place.
    const subscriber: Subscriber = { call, filter, sent: asked.hasEnd() ? events.length : after, isSending: false };
    this.subscribers.add(subscriber);
    call.on('cancelled', () => this.subscribers.delete(subscriber));
    call.write(confirmed(randomUUID()));
    void this.pump(subscriber).then(() => call.write(caughtUp()));
  }

  private async pump(subscriber: Subscriber): Promise<void> {
    if (subscriber.isSending) return;
    subscriber.isSending = true;
    for (let events = this.next(subscriber); events.length > 0; events = this.next(subscriber)) await send(subscriber.call, events);
    subscriber.isSending = false;
  }

  private next(subscriber: Subscriber): readonly Recorded[] {
    const events = this.log.matching(subscriber.filter).slice(subscriber.sent, subscriber.sent + 1000);
    subscriber.sent += events.length;
    return this.subscribers.has(subscriber) ? events : [];
  }
}

function part(events: readonly Recorded[], edge: number, isForwards: boolean, options: Streams.ReadReq.Options): readonly Recorded[] {
  const count = Number(options.getCount());
  return isForwards ? events.slice(edge, edge + count) : events.slice(Math.max(0, edge - count), edge).reverse();
}

async function send(call: Call, events: readonly Recorded[]): Promise<void> {
  for (const { message } of events) {
    if (call.cancelled) return;
    if (!call.write(message)) await roomIn(call);
  }
}

/** Waits until the client has taken what was sent, or has gone away. */
async function roomIn(call: Call): Promise<void> {
  const waiting = new AbortController();
  await Promise.race(['drain', 'cancelled'].map((name) => once(call, name, waiting))).finally(() => waiting.abort());
}

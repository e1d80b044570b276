import type { EventStoreDBClient } from '@eventstore/db-client';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { CallOptions, Channel, Metadata } from '@grpc/grpc-js';
import { type AppendAnswer, answerOf, answerOfMany } from './append-answer.js';
import { AppendStream } from './append-stream.js';
import { Silence } from './silence.js';
import { UnavailableError, WireFault } from './wire-fault.js';

/** An event as the protocol has it. */
export type Recorded = Streams.ReadResp.ReadEvent.RecordedEvent;

/**
 * What the client's own commands are made of: it finds the server, leads to the leader, and sends who we are. The
 * client keeps it to itself, so its version is pinned, and nothing but this file leans on it.
 */
interface Inside {
  execute<Of, T>(of: new (...args: never[]) => Of, name: string, action: (client: Of) => Promise<T>): Promise<T>;
  callArguments(options: { requiresLeader: boolean }, call: CallOptions): [Metadata, CallOptions];
  getChannel(): Promise<Channel>;
}

/** `connectivityState.READY` of grpc. */
const READY = 2;

/** What all clients of the protocol have. */
interface Grpc {
  getChannel(): { getConnectivityState(tryToConnect: boolean): number };
}

interface Cancellable {
  cancel(): void;
}

/** What a call under way tells. */
interface Progress<T> {
  resolve(value: T): void;
  reject(fault: Error): void;
  /** Something came: the time begins anew. */
  heard(): void;
}

/**
 * The calls of the protocol, each to the leader and each with a time, after which a silent server is given up. They fail
 * with a WireFault, and once closed with an UnavailableError. The client's own commands are not used: its reads wait for
 * ever and cannot be filtered, and an error on one of its connections fails the appends of all.
 */
export class Connection {
  private readonly inside: Inside;
  private readonly calls = new Set<Cancellable>();
  /** By the client's client, which it makes anew for another server. */
  private appends = new Map<StreamsClient, AppendStream>();
  private isClosed = false;
  /** Grows with each call that failed: what was learned before it may be of another server. */
  faults = 0;

  /** With the time in which a connection must stand: until it does, no call is given more. */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly connectMs: number,
  ) {
    this.inside = client as unknown as Inside;
  }

  /** Sends an append together with others that are under way. */
  appendAmongOthers(append: Streams.BatchAppendReq, ms: number): Promise<AppendAnswer> {
    return this.call(StreamsClient, ms, (streams, _, { resolve, reject }: Progress<Streams.BatchAppendResp>) =>
      this.streamOn(streams).send(append, { resolve, reject }),
    ).then(answerOfMany);
  }

  /** Sends an append in a call of its own, which is told more of what goes wrong. */
  append(messages: readonly Streams.AppendReq[], ms: number): Promise<AppendAnswer> {
    return this.call(StreamsClient, ms, (streams, [metadata, options], { resolve, reject }: Progress<Streams.AppendResp>) => {
      const sink = streams.append(metadata, options, (error, answer) => (error ? reject(error) : resolve(answer)));
      sink.on('error', reject);
      for (const message of messages) sink.write(message);
      sink.end();
      return sink;
    }).then(answerOf);
  }

  /** The events that a read gives, none for a stream that is not there; it may take long as long as they come. */
  read(request: Streams.ReadReq, silentMs: number): Promise<Recorded[]> {
    return this.call(StreamsClient, silentMs, (streams, [metadata, options], { resolve, reject, heard }: Progress<Recorded[]>) => {
      const events: Recorded[] = [];
      const source = streams.read(request, metadata, options);
      source.on('data', (answer: Streams.ReadResp) => {
        const event = answer.getEvent()?.getEvent();
        if (event !== undefined) events.push(event);
        heard();
      });
      source.on('error', reject).on('end', () => resolve(events));
      return source;
    });
  }

  /** Calls `onMessage` for each message of a subscription, of which the first confirms it; resolves when the server ends it. */
  follow(request: Streams.ReadReq, onMessage: () => void): Promise<void> {
    return this.call(StreamsClient, Infinity, (streams, [metadata, options], { resolve, reject }: Progress<void>) => {
      const { path, requestSerialize } = StreamsService.read;
      const unread = (): true => true; // That something came is all there is to know, and costs half of what it says.
      const source = streams.makeServerStreamRequest(path, requestSerialize, unread, request, metadata, options);
      source
        .on('data', onMessage)
        .on('error', reject)
        .on('end', () => resolve());
      return source;
    });
  }

  /** The server's version. */
  version(ms: number): Promise<string> {
    return this.call(ServerFeaturesClient, ms, (features, [metadata, options], { resolve, reject }: Progress<string>) =>
      features.getSupportedMethods(new sharedPb.Empty(), metadata, options, (error, answer) =>
        error ? reject(error) : resolve(answer.getEventStoreServerVersion()),
      ),
    );
  }

  /** Ends every call and the connection. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const call of [...this.calls, ...this.appends.values()]) call.cancel();
    await this.client.dispose();
    await this.inside.getChannel().then(
      (channel) => channel.close(),
      () => undefined, // Where no server was found, there is no connection to end.
    );
  }

  private streamOn(streams: StreamsClient): AppendStream {
    const open = this.appends.get(streams);
    if (open?.isOpen) return open;
    const made = new AppendStream(streams.batchAppend(...this.inside.callArguments({ requiresLeader: true }, { deadline: Infinity })));
    this.appends = new Map([[streams, made]]);
    return made;
  }

  private async call<Client, T>(
    of: new (...args: never[]) => Client & Grpc,
    ms: number,
    start: (client: Client, args: [Metadata, CallOptions], progress: Progress<T>) => Cancellable,
  ): Promise<T> {
    if (this.isClosed) throw closed();
    const silence = new Silence(ms);
    let made: Cancellable | undefined;
    try {
      const called = this.inside.execute(of, 'call', (client) => {
        return new Promise<T>((resolve, reject) => {
          if (client.getChannel().getConnectivityState(false) !== READY) silence.isNoLongerThan(this.connectMs);
          const args = this.inside.callArguments({ requiresLeader: true }, { deadline: Infinity });
          made = start(client, args, { resolve, reject, heard: () => silence.isBroken() });
          this.calls.add(made);
        });
      });
      return await Promise.race([called, silence.isTooLong]);
    } catch (error) {
      this.faults++;
      throw this.isClosed ? closed() : new WireFault(error);
    } finally {
      silence.end();
      if (made) this.calls.delete(made);
      made?.cancel(); // Does nothing to a call that has ended.
    }
  }
}

const closed = (): UnavailableError => new UnavailableError('The event store is closed.');

import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as Features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { type Access, guarded } from './access.ts';
import { Appending, type Repeats } from './appending.ts';
import { MemoryLog } from './memory-log.ts';
import { readEvent } from './messages.ts';
import { Reading } from './reading.ts';

/** A certificate and its key, in PEM. */
export interface Tls {
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** How a server of ours differs from an ordinary one. */
export interface Oddities {
  readonly repeats?: Repeats;
  /** A server from before batches of appends: the client falls back to single ones. */
  readonly refusesBatches?: boolean;
  /** Whom to let in; everybody unless told. The client sends a password over TLS only. */
  readonly access?: Access;
  readonly tls?: Tls;
  readonly version?: string;
}

const VERSION = '23.10.7';
/** Those of the real server: the bytes of a message, and the calls at once on a connection. */
const LIMITS = { 'grpc.max_receive_message_length': 4 * 1024 * 1024, 'grpc.max_concurrent_streams': 100 };
const STREAMS = 'event_store.client.streams.streams';

/** Speaks the protocol of EventStoreDB and keeps the log in memory. It stands in for the protocol; it proves nothing about the server. */
export class ProtocolServer {
  private readonly server = new Server(LIMITS);
  private readonly reading: Reading;
  private readonly appending: Appending;
  private readonly oddities: Oddities;
  private port = 0;

  constructor(oddities: Oddities = {}) {
    this.oddities = oddities;
    const log = new MemoryLog(readEvent);
    this.reading = new Reading(log);
    this.appending = new Appending(log, oddities.repeats ?? 'first', () => this.reading.news());
    const { read } = this.reading;
    const { append, batchAppend } = this.appending;
    const calls = { read, append, ...(oddities.refusesBatches ? {} : { batchAppend }) };
    // What is read was put in bytes when it was written.
    const service = { ...StreamsService, read: { ...StreamsService.read, responseSerialize: (message: Buffer) => message } };
    this.server.addService(service as ServiceDefinition, guarded(calls as UntypedServiceImplementation, oddities.access));
    this.server.addService(featuresGrpc.ServerFeaturesService as ServiceDefinition, { getSupportedMethods: this.features });
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Listens on a port, a free one unless it is named; gives the server back for a single line. */
  async start({ port = 0 }: { port?: number } = {}): Promise<this> {
    const { tls } = this.oddities;
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }])
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((listens, fails) =>
      this.server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error ? fails(error) : listens(bound))),
    );
    return this;
  }

  /** Ends every call and listens no more. */
  async stop(): Promise<void> {
    this.server.forceShutdown();
  }

  /** Ends every subscription, as the server does to a reader that is too slow. */
  dropSubscribers(): void {
    this.reading.drop();
  }

  /** Writes that many appends and then answers that it is not available, or nothing at all. */
  loseAnswers(count: number, how: 'with a fault' | 'silently' = 'with a fault'): void {
    this.appending.answersToLose = count;
    this.appending.losesSilently = how === 'silently';
  }

  private readonly features: handleUnaryCall<Shared.Empty, Features.SupportedMethods> = (_, answer) => {
    const methods = ['read', 'append', ...(this.oddities.refusesBatches ? [] : ['batchappend'])];
    const supported = methods.map((name) => new featuresPb.SupportedMethod().setServiceName(STREAMS).setMethodName(name));
    answer(null, new featuresPb.SupportedMethods().setMethodsList(supported).setEventStoreServerVersion(this.oddities.version ?? VERSION));
  };
}

import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import type * as Rpc from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Encode, Expected, NameFilter, Proposed } from './memory-log.ts';

const { ReadEvent } = streamsPb.ReadResp;

/** The message that tells a reader of an event, in the protocol's bytes. */
export const readEvent: Encode = ({ position, stream, revision, id }, { type, contentType, data, metadata }) => {
  const event = new ReadEvent.RecordedEvent()
    .setId(new sharedPb.UUID().setString(id))
    .setStreamIdentifier(identifier(stream))
    .setStreamRevision(String(revision))
    .setPreparePosition(String(position))
    .setCommitPosition(String(position))
    .setData(data)
    .setCustomMetadata(metadata);
  const ticks = BigInt(Date.now()) * 10_000n; // Of 100 nanoseconds.
  event.getMetadataMap().set('type', type).set('content-type', contentType).set('created', ticks.toString());
  return bytesOf(new streamsPb.ReadResp().setEvent(new ReadEvent().setEvent(event).setCommitPosition(String(position))));
};

/** The message with these bytes, as it goes on the wire. */
export const bytesOf = (message: { serializeBinary(): Uint8Array }): Buffer => Buffer.from(message.serializeBinary());

/** A stream's name as messages hold it. */
export const identifier = (stream: string): Shared.StreamIdentifier =>
  new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));

/** The name that a message holds. */
export const nameOf = (holder: Shared.StreamIdentifier | undefined): string =>
  Buffer.from(holder?.getStreamName_asU8() ?? []).toString('utf8');

/** Says that there is no such stream. */
export const notFound = (stream: string): Buffer =>
  bytesOf(new streamsPb.ReadResp().setStreamNotFound(new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream))));

/** Says that a subscription stands. */
export const confirmed = (id: string): Buffer =>
  bytesOf(new streamsPb.ReadResp().setConfirmation(new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(id)));

/** Says that a subscription has read what there was. */
export const caughtUp = (): Buffer => bytesOf(new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp()));

/** What a proposed message holds; it has the same parts in both kinds of append. */
export function proposedOf(message: Streams.AppendReq.ProposedMessage | Streams.BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()!.getString().toLowerCase(),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** What an append expects of its stream. */
export function expectedOf(options: Streams.AppendReq.Options | Streams.BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'exists';
  return Number('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

/** What a filter asks of stream names; undefined without one. */
export function filterOf(options: Streams.ReadReq.Options): NameFilter | undefined {
  const names = options.getFilter()?.getStreamIdentifier();
  return names && { regex: names.getRegex(), prefixes: names.getPrefixList() };
}

/** An error inside a message: its code, what it says, and a message of this type with the details. */
export function status(code: number, says: string, type: string, details: Uint8Array): Rpc.Status {
  const any = Buffer.concat([field(1, Buffer.from(`type.googleapis.com/${type}`)), field(2, details)]);
  const bytes = Buffer.concat([Buffer.from([8, code]), field(2, Buffer.from(says)), field(3, any)]);
  return statusPb.Status.deserializeBinary(bytes); // Its details are of a class that the client does not hand on.
}

function field(number: number, bytes: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

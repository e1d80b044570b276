import { randomUUID } from 'node:crypto';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Place } from './positions.js';
import type { PreparedEvent } from './prepared-append.js';

// The client's own reads of the whole log cannot be filtered and have no deadline, so requests are made here, of its messages.
const { Options } = streamsPb.ReadReq;
const empty = (): Shared.Empty => new sharedPb.Empty();

/** Which streams of the whole log are meant: those that begin with a text, or match a pattern. */
export type Filter = { readonly prefix: string } | { readonly pattern: string };

/** How many events the server looks at before it answers with what it found so far. */
const SEARCH_WINDOW = 4096;

/** A part of a stream, from a revision on; or its last event. */
export function readStream(name: string, from: number | 'last', count: number): Streams.ReadReq {
  const stream = new Options.StreamOptions().setStreamIdentifier(identifier(name));
  if (from === 'last') stream.setEnd(empty());
  else stream.setRevision(String(from));
  return request(
    new Options()
      .setStream(stream)
      .setReadDirection(from === 'last' ? 1 : 0)
      .setNoFilter(empty())
      .setCount(String(count)),
  );
}

/** The events of the whole log from a place on, that one included; or the last ones. */
export function readAll(from: Place | undefined | 'last', count: number, filter: Filter): Streams.ReadReq {
  const all = from === 'last' ? new Options.AllOptions().setEnd(empty()) : allFrom(from);
  const direction = from === 'last' ? 1 : 0;
  return request(new Options().setAll(all).setReadDirection(direction).setFilter(filterOptions(filter)).setCount(String(count)));
}

/** Everything that comes from now on. */
export function subscribe(filter: Filter): Streams.ReadReq {
  const options = new Options().setAll(new Options.AllOptions().setEnd(empty())).setFilter(filterOptions(filter));
  return request(options.setSubscription(new Options.SubscriptionOptions()));
}

/** An append that goes over one call with others. */
export function appendAmongOthers(name: string, expected: number, events: readonly PreparedEvent[]): Streams.BatchAppendReq {
  const options = new streamsPb.BatchAppendReq.Options().setStreamIdentifier(identifier(name));
  if (expected === 0) options.setNoStream(empty());
  else options.setStreamPosition(String(expected - 1));
  const messages = events.map((event) => fill(new streamsPb.BatchAppendReq.ProposedMessage(), event));
  const id = new sharedPb.UUID().setString(randomUUID());
  return new streamsPb.BatchAppendReq().setCorrelationId(id).setOptions(options).setProposedMessagesList(messages).setIsFinal(true);
}

/** The first message of an append: to which stream, and where it is expected to be. */
export function appendTo(name: string, expected: number | 'any'): Streams.AppendReq {
  const options = new streamsPb.AppendReq.Options().setStreamIdentifier(identifier(name));
  if (expected === 'any') options.setAny(empty());
  else if (expected === 0) options.setNoStream(empty());
  else options.setRevision(String(expected - 1));
  return new streamsPb.AppendReq().setOptions(options);
}

/** A further message of an append: an event. */
export const proposed = (event: PreparedEvent): Streams.AppendReq =>
  new streamsPb.AppendReq().setProposedMessage(fill(new streamsPb.AppendReq.ProposedMessage(), event));

function fill<Message extends Streams.AppendReq.ProposedMessage | Streams.BatchAppendReq.ProposedMessage>(
  message: Message,
  { id, type, data }: PreparedEvent,
): Message {
  message.setId(new sharedPb.UUID().setString(id)).setData(data);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
}

function request(options: Streams.ReadReq.Options): Streams.ReadReq {
  const ids = new Options.UUIDOption().setString(empty());
  return new streamsPb.ReadReq().setOptions(options.setUuidOption(ids).setResolveLinks(false));
}

function allFrom(place: Place | undefined): Streams.ReadReq.Options.AllOptions {
  if (place === undefined) return new Options.AllOptions().setStart(empty());
  return new Options.AllOptions().setPosition(new Options.Position().setCommitPosition(place.commit).setPreparePosition(place.prepare));
}

function filterOptions(filter: Filter): Streams.ReadReq.Options.FilterOptions {
  const names = new Options.FilterOptions.Expression();
  if ('prefix' in filter) names.setPrefixList([filter.prefix]);
  else names.setRegex(filter.pattern);
  return new Options.FilterOptions().setStreamIdentifier(names).setMax(SEARCH_WINDOW).setCheckpointintervalmultiplier(1);
}

const identifier = (name: string): Shared.StreamIdentifier => new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name));

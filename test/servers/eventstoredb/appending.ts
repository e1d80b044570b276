import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import { lost, tooLarge } from './faults.ts';
import type { Expected, MemoryLog, Outcome, Proposed, Recorded, Written } from './memory-log.ts';
import { expectedOf, identifier, nameOf, proposedOf, status } from './messages.ts';

/** What the real server allows by default. */
const APPEND_BYTES_MAX = 1024 * 1024;
const FAILED_PRECONDITION = 9;

/** How a repeated append is answered: as the first time, with the end of the log for its place, or as a conflict by a server that forgot. */
export type Repeats = 'first' | 'end' | 'conflict';

type Answer = Outcome | 'too-large' | 'lost' | 'silence';
const isWritten = (outcome: Answer): outcome is Written => typeof outcome === 'object' && 'last' in outcome;
const sizeOf = (events: readonly Proposed[]): number => events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);

/** The two ways to append that the protocol has. */
export class Appending {
  /** How many appends are written and then answered with a fault, as when a server falls over, or not at all. */
  answersToLose = 0;
  losesSilently = false;
  private readonly log: MemoryLog;
  private readonly repeats: Repeats;
  private readonly onNews: () => void;

  constructor(log: MemoryLog, repeats: Repeats, onNews: () => void) {
    this.log = log;
    this.repeats = repeats;
    this.onNews = onNews;
  }

  readonly append = (
    call: ServerReadableStream<Streams.AppendReq, Streams.AppendResp>,
    answer: sendUnaryData<Streams.AppendResp>,
  ): void => {
    let options: Streams.AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (message: Streams.AppendReq) => {
      if (message.hasOptions()) options = message.getOptions()!;
      else events.push(proposedOf(message.getProposedMessage()!));
    });
    call.on('end', () => {
      const expected = expectedOf(options!);
      const outcome = this.write(nameOf(options!.getStreamIdentifier()), expected, events);
      if (outcome === 'silence') return;
      if (outcome === 'too-large') answer(tooLarge(APPEND_BYTES_MAX));
      else if (outcome === 'lost') answer(lost());
      else answer(null, isWritten(outcome) ? success(outcome.last) : conflict(outcome.current, expected));
    });
  };

  readonly batchAppend = (call: ServerDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>): void => {
    const open = new Map<string, { options: Streams.BatchAppendReq.Options; events: Proposed[] }>();
    call.on('data', (message: Streams.BatchAppendReq) => {
      const id = message.getCorrelationId()!.getString();
      if (message.hasOptions()) open.set(id, { options: message.getOptions()!, events: [] });
      const { options, events } = open.get(id)!;
      events.push(...message.getProposedMessagesList().map(proposedOf));
      if (!message.getIsFinal()) return;
      open.delete(id);
      const stream = nameOf(options.getStreamIdentifier());
      const outcome = this.write(stream, expectedOf(options), events);
      if (outcome === 'silence') return;
      if (outcome === 'lost') return void call.emit('error', lost());
      call.write(
        batchAnswer(outcome, expectedOf(options)).setStreamIdentifier(identifier(stream)).setCorrelationId(message.getCorrelationId()),
      );
    });
    call.on('end', () => call.end());
  };

  private write(stream: string, expected: Expected, events: readonly Proposed[]): Answer {
    if (sizeOf(events) > APPEND_BYTES_MAX) return 'too-large';
    const outcome = this.log.append(stream, expected, events);
    if ('current' in outcome) return outcome;
    if (outcome.isRepeat) return this.repeated(stream, outcome);
    this.onNews();
    if (this.answersToLose === 0) return outcome;
    this.answersToLose--;
    return this.losesSilently ? 'silence' : 'lost';
  }

  private repeated(stream: string, outcome: Written): Outcome {
    if (this.repeats === 'conflict') return { current: this.log.stream(stream)!.length - 1 };
    const { position } = this.log.all.at(-1)!;
    return this.repeats === 'first' ? outcome : { ...outcome, last: { ...outcome.last, position } };
  }
}

function success({ revision, position }: Recorded): Streams.AppendResp {
  const at = new streamsPb.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streamsPb.AppendResp().setSuccess(new streamsPb.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(at));
}

function conflict(current: number, expected: Expected): Streams.AppendResp {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new sharedPb.Empty());
  else wrong.setCurrentRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
  else wrong.setExpectedNoStream(new sharedPb.Empty());
  return new streamsPb.AppendResp().setWrongExpectedVersion(wrong);
}

function batchAnswer(outcome: Outcome | 'too-large', expected: Expected): Streams.BatchAppendResp {
  const answer = new streamsPb.BatchAppendResp();
  if (isWritten(outcome)) {
    const { revision, position } = outcome.last;
    const at = new sharedPb.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position));
    return answer.setSuccess(new streamsPb.BatchAppendResp.Success().setCurrentRevision(String(revision)).setPosition(at));
  }
  if (outcome === 'too-large') {
    const details = new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(APPEND_BYTES_MAX).serializeBinary();
    return answer.setError(
      status(FAILED_PRECONDITION, 'Maximum append size exceeded.', 'event_store.client.MaximumAppendSizeExceeded', details),
    );
  }
  const details = wrongVersion(outcome.current, expected).serializeBinary();
  return answer.setError(status(FAILED_PRECONDITION, 'Wrong expected version.', 'event_store.client.WrongExpectedVersion', details));
}

/** Which of the two says that there is no stream is told by the message's own field, so an absent revision is enough for a client. */
function wrongVersion(current: number, expected: Expected): Shared.WrongExpectedVersion {
  const wrong = new sharedPb.WrongExpectedVersion();
  if (current >= 0) wrong.setCurrentStreamRevision(String(current));
  if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected));
  return wrong;
}

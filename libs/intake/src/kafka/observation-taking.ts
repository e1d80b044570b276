import type { Catalogue } from '#libs/catalogue';
import { WrongVersion } from '#libs/event-store';
import type { Kafka, Message, Poll, Standing, Taking } from '#libs/kafka';
import type { Clock } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import { today } from '#libs/platform/work';
import type { OrderedSubmission } from '../domain/partition-events.js';
import { DeadLetters, type Why } from './dead-letters.js';
import { keepAlive, mustBeMine } from './keep-alive.js';
import type { Kept } from './message-bodies.js';
import { MessageRecording, type RecordingParts } from './message-recording.js';
import { type LastClaim, PartitionClaims } from './partition-claims.js';
import { type Piece, pieces } from './poll-pieces.js';

export const OBSERVATIONS_TOPIC = 'indicator-observations';
export const INTAKE_GROUP = 'floor-intake';

/** What taking works with. */
export interface TakingParts extends RecordingParts {
  readonly kafka: Kafka;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly faults: FaultPoints;
  /** A person has confirmed the clock up to this day. */
  readonly clockConfirmed: string | null;
}

/** A partition as this consumer knows it. */
interface Partition {
  claim: LastClaim;
  /** The messages of the last claim that are still to go back, by offset. */
  readonly pending: Map<string, Why>;
}

/**
 * Takes observations from their topic, each message once into the log although Kafka may bring it again: what a poll brings
 * is claimed in the partition's stream before it is recorded, and nobody claims after a claim that he does not know.
 */
export class ObservationTaking implements Taking {
  readonly group = INTAKE_GROUP;
  readonly topic = OBSERVATIONS_TOPIC;
  private readonly partitions = new Map<number, Partition>();
  private readonly claims: PartitionClaims;
  private readonly letters: DeadLetters;
  private readonly recording: MessageRecording;

  constructor(private readonly parts: TakingParts) {
    this.claims = new PartitionClaims(parts.store, parts.kafka, this.topic);
    this.letters = new DeadLetters(parts.kafka);
    this.recording = new MessageRecording(parts);
  }

  /** After what the last claim took, once that is recorded; or at the first message of it that is still to go back. */
  readonly startAt = async (partition: number): Promise<string | undefined> => {
    const { claim, pending } = await this.open(partition);
    if (!claim.taken) return undefined;
    return least(pending.keys()) ?? String(BigInt(claim.taken.last) + 1n);
  };

  readonly take = async (poll: Poll, standing: Standing): Promise<void> => {
    try {
      await keepAlive(standing, () => this.takePoll(poll, standing));
    } catch (error) {
      this.partitions.delete(poll.partition); // Whatever it was: the log says how far we are.
      throw error;
    }
  };

  private async takePoll({ partition, messages }: Poll, standing: Standing): Promise<void> {
    const known = this.partitions.get(partition) ?? (await this.open(partition));
    await this.giveBack(known, messages);
    const last = BigInt(known.claim.taken?.last ?? -1);
    const received = this.parts.clock.now();
    const catalogue = await this.parts.catalogue.upToDate();
    const news = messages.filter(({ offset }) => BigInt(offset) > last);
    const receivedOn = await today({ events: this.parts.store, clock: { now: () => received }, confirmed: this.parts.clockConfirmed });
    for (const piece of pieces(news, { received, receivedOn }, catalogue)) {
      await this.letters.send(this.topic, piece.refused);
      const kept: Kept[] = [];
      for (const gathering of piece.gatherings) {
        kept.push(await this.recording.bodies.keep(gathering, { topic: this.topic, partition, received, receivedOn }));
      }
      this.parts.faults.hit('poll-kept');
      mustBeMine(standing);
      known.claim = await this.claim(known.claim, partition, piece, kept);
      this.parts.faults.hit('poll-claimed');
      await this.record(known, kept, standing);
      this.parts.faults.hit('poll-recorded');
      await this.giveBack(known, piece.messages);
    }
  }

  private async claim(last: LastClaim, partition: number, { messages }: Piece, kept: readonly Kept[]): Promise<LastClaim> {
    const submissions = kept.map(({ order }) => order);
    try {
      return await this.claims.claim(last, { first: messages[0]!.offset, last: messages.at(-1)!.offset, submissions });
    } catch (error) {
      if (error instanceof WrongVersion) await this.letGo(partition, submissions);
      throw error;
    }
  }

  /** Another consumer has claimed: what it did not claim as we would have is nobody's. */
  private async letGo(partition: number, submissions: readonly OrderedSubmission[]): Promise<void> {
    const { taken } = await this.claims.last(partition);
    const theirs = new Set(taken?.submissions.map(({ blob }) => blob));
    for (const ours of submissions) if (!theirs.has(ours.blob)) await this.recording.bodies.remove(ours);
  }

  private async record({ pending }: Partition, kept: readonly Kept[], standing: Standing): Promise<void> {
    for (const { order, body } of kept) {
      mustBeMine(standing); // What is claimed and not recorded, the next owner finishes.
      for (const [offset, why] of await this.recording.record(order, body)) pending.set(offset, why);
    }
  }

  /** A partition that has become ours, or of which we forgot what we knew: its last claim is finished first. */
  private async open(partition: number): Promise<Partition> {
    const claim = await this.claims.last(partition);
    const known: Partition = { claim, pending: new Map() };
    for (const order of claim.taken?.submissions ?? []) {
      for (const [offset, why] of await this.recording.record(order)) known.pending.set(offset, why);
    }
    this.partitions.set(partition, known);
    return known;
  }

  private async giveBack({ pending }: Partition, messages: readonly Message[]): Promise<void> {
    const letters = messages.flatMap((message) => {
      const why = pending.get(message.offset);
      return why ? [{ message, ...why }] : [];
    });
    await this.letters.send(this.topic, letters);
    for (const { message } of letters) pending.delete(message.offset);
  }
}

function least(offsets: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const offset of offsets) if (found === undefined || BigInt(offset) < BigInt(found)) found = offset;
  return found;
}

import type { FakeMember } from './fake-member.js';

/** One member's hold of one partition, from a rebalance to the next. */
export interface Claim {
  readonly member: FakeMember;
  readonly partition: number;
  /** False once the group wants it back; what is in hand may still be finished and committed. */
  mine: boolean;
  /** True once another may have it already: then nothing more is committed under this claim. */
  evicted: boolean;
  /** Resolves when the member has let go of it. */
  ended: Promise<void>;
}

/** A consumer group on one topic: who has which partition, and how far it is committed. */
export class FakeGroup {
  readonly committed = new Map<number, string>();
  private readonly members: FakeMember[] = [];
  private claims: Claim[] = [];
  private rebalancing: Promise<void> = Promise.resolve();

  constructor(private readonly partitionCount: number) {}

  join(member: FakeMember): Promise<void> {
    this.members.push(member);
    return this.rebalance();
  }

  leave(member: FakeMember): Promise<void> {
    this.members.splice(this.members.indexOf(member), 1);
    return this.rebalance();
  }

  /** Gives the partition to the next member at once, whatever its holder has in hand. */
  evict(partition: number): void {
    const at = this.claims.findIndex((claim) => claim.partition === partition);
    const old = this.claims[at];
    if (!old) throw new Error(`Nobody has partition ${partition}.`);
    old.mine = false;
    old.evicted = true;
    const next = this.members[(this.members.indexOf(old.member) + 1) % this.members.length]!;
    this.claims[at] = this.give(next, partition);
    old.member.wake();
  }

  /** As with Kafka, everybody finishes what is in hand before partitions are given anew. */
  private rebalance(): Promise<void> {
    this.claims.forEach((claim) => {
      claim.mine = false;
      claim.member.wake();
    });
    this.rebalancing = this.rebalancing.then(async () => {
      await Promise.all(this.claims.map(({ ended }) => ended));
      const partitions = Array.from({ length: this.members.length > 0 ? this.partitionCount : 0 }, (_, i) => i);
      this.claims = partitions.map((partition) => this.give(this.members[partition % this.members.length]!, partition));
    });
    return this.rebalancing;
  }

  private give(member: FakeMember, partition: number): Claim {
    const claim: Claim = { member, partition, mine: true, evicted: false, ended: Promise.resolve() };
    claim.ended = member.follow(claim);
    return claim;
  }
}

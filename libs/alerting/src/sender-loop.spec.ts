import { Logger } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { type Lease, Leases } from '#libs/event-feed';
import type { EventStore } from '#libs/event-store';
import { IssuesInMemory } from '#libs/platform/work';
import type { AlertRecorder } from './alert-recorder.js';
import type { AlertSender } from './alert-sender.js';
import { SenderLoop } from './sender-loop.js';

/** One lease for all who ask, which a test can take away. */
class OneLease extends Leases {
  readonly isSole = false;
  holder: object | undefined;
  async take(name: string): Promise<Lease | undefined> {
    if (this.holder) return undefined;
    const own = (this.holder = {});
    return {
      name,
      token: 1,
      isHeld: () => this.holder === own,
      release: async () => void (this.holder === own && (this.holder = undefined)),
    };
  }
  async close(): Promise<void> {}
}

class CountingSender {
  rounds = 0;
  fault: Error | undefined;
  reset(): void {}
  issues = () => [];
  restMs = () => 20;
  async sendDue(): Promise<number> {
    if (this.fault) throw this.fault;
    this.rounds += 1;
    return 0;
  }
}

Logger.overrideLogger(false); // What it warns of is asserted by its issues.

describe('the loop that keeps the sender going', () => {
  const leases = new OneLease();
  const senders = [new CountingSender(), new CountingSender()] as const;
  const issues = new IssuesInMemory();
  const events = { listen: () => ({ stop: async () => undefined }) } as unknown as EventStore;
  const recorder = { newsFrom: async () => '' } as unknown as AlertRecorder;
  const loops = senders.map((sender) => new SenderLoop(sender as unknown as AlertSender, recorder, leases, events, issues));
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let i = 0; i < 200 && !isSo(); i++) await setTimeout(20);
    expect(isSo()).toBe(true);
  };
  afterAll(() => Promise.all(loops.map((loop) => loop.onModuleDestroy())));

  it('sends in one instance at a time, and in the next when that one has ended', async () => {
    await loops[0]!.onApplicationBootstrap();
    await until(() => senders[0].rounds > 0);
    await loops[1]!.onApplicationBootstrap();
    await until(() => senders[0].rounds > 8);
    expect(senders[1].rounds).toBe(0);
    await loops[0]!.onModuleDestroy();
    const { rounds } = senders[0];
    await until(() => senders[1].rounds > 0);
    expect(senders[0].rounds).toBe(rounds);
  });

  it('shows in health that its rounds break, until they do not', async () => {
    senders[1].fault = new Error('the store is away');
    await until(() => issues.all().some(({ code, text }) => code === 'alerting-failing' && text.includes('the store is away')));
    senders[1].fault = undefined;
    for (let i = 0; i < 10 && issues.all().length > 0; i++) await setTimeout(500);
    expect(issues.all()).toEqual([]);
  });

  it('sends no more once its right is lost, until it has it again', async () => {
    leases.holder = {}; // Another instance.
    await setTimeout(150);
    const { rounds } = senders[1];
    await setTimeout(300);
    expect(senders[1].rounds).toBe(rounds);
    leases.holder = undefined;
    await until(() => senders[1].rounds > rounds);
  });
});

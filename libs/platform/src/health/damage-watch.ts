import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { type HealthIssue, HealthIssues } from './health-issues.js';

const LOOK_MS = 2_000;

/** Reports damage that the stores of this thread have met at work. */
@Injectable()
export class DamageWatch implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly issues: HealthIssues,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    const ofLog = this.events.damageMet().map((text): HealthIssue => ({ severity: 'not-ready', code: 'log-damaged', text }));
    const ofDocuments = (await this.documents.damageMet()).map(readModelsDamaged);
    this.issues.report('damage', [...ofLog, ...ofDocuments]);
  }
}

/** The rest of the work goes on, and the log has all that they are made from. */
export const readModelsDamaged = (text: string): HealthIssue => ({ severity: 'degraded', code: 'read-models-damaged', text });

import type { Consuming, Kafka, Taking } from '#libs/kafka';

/** Consumes observations from its start to its stop, and says what keeps it from that. */
export class ObservationConsumer {
  private consuming: Consuming | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly taking: Taking,
  ) {}

  async start(): Promise<void> {
    this.consuming = await this.kafka.consume(this.taking);
  }

  /** Stops after the poll in hand. */
  async stop(): Promise<void> {
    await this.consuming?.stop();
  }

  /** What keeps it from taking messages; empty when all is well. */
  troubles(): string[] {
    const state = this.consuming?.state();
    if (!state || (state.running && state.fault === null)) return [];
    const said = state.running ? 'Messages with observations cannot be taken yet' : 'The consumer of observations does not run';
    return [`${said}${state.fault === null ? '.' : `: ${state.fault}`}`];
  }
}

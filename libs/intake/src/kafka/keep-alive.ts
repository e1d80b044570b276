import { KafkaFault, type Standing } from '#libs/kafka';

const BEAT_MS = 2_000;

/** Does slow work under beats of the heart, so that the group does not take the partition away; a beat's fault is thrown after it. */
export async function keepAlive(standing: Standing, work: () => Promise<void>): Promise<void> {
  let fault: Error | undefined;
  let beat: Promise<void> | undefined;
  const timer = setInterval(() => {
    beat ??= standing
      .heartbeat()
      .catch((error: Error) => void (fault = error))
      .finally(() => (beat = undefined));
  }, BEAT_MS).unref();
  try {
    await work();
  } finally {
    clearInterval(timer);
    await beat;
  }
  if (fault !== undefined) throw fault;
}

/** Throws when no more of the poll is to be begun: it comes again, to us or to another. */
export function mustBeMine(standing: Standing): void {
  if (!standing.isMine()) throw new KafkaFault('The partition is no longer ours; what was not begun comes again.');
}

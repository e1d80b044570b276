import type { EventStore, StoredEvent } from '#libs/event-store';
import type { RegistersTouched } from '#libs/intake';

/** The registers that a submission's events name: of one attempt, or of all. */
function namesIn(events: readonly StoredEvent[], attempt: number | undefined): string[] {
  return events.flatMap(({ type, data }) => {
    if (type !== 'RegistersTouched') return [];
    const touched = data as RegistersTouched['data'];
    if (attempt !== undefined && touched.attempt !== attempt) return [];
    return Object.entries(touched.registers).flatMap(([indicator, registers]) => registers.map(([key]) => `register-${indicator}-${key}`));
  });
}

/** Which registers a submission wrote: of this attempt, or, when it is taken back, of all its attempts. */
export async function touchedRegisters(store: EventStore, stream: string, to: number, attempt?: number): Promise<Set<string>> {
  return new Set(namesIn(await store.read({ stream, to }), attempt));
}

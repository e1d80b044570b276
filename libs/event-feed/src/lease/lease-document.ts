import type { Put } from '#libs/read-store';

export const LEASES = { name: 'leases', fields: [] } as const;

/** A lease as the read store keeps it. */
export interface LeaseDocument {
  readonly name: string;
  /** The instance that has it; null when it was let go. */
  readonly holder: string | null;
  /** Grows with each taking. */
  readonly token: number;
  /** Grows with each write, and guards it: of two that would write the same next one, the store takes the first. */
  readonly beat: number;
}

/** The write that moves a lease on; left out by the store when another has moved it in between. */
export function leasePut(body: LeaseDocument): Put {
  return { collection: LEASES.name, id: body.name, body, guards: { lease: body.beat } };
}

/** An event, as far as documents follow from it. */
export interface Applied {
  readonly stream: string;
  readonly type: string;
  readonly position: string;
  readonly data: object;
}

/** From which event on a document must be there. */
export interface Since {
  readonly stream: string;
  readonly position: string;
}

/** A collection of which each document follows from the log, what one of them is called, and the projection that keeps it. */
export interface Kept {
  readonly collection: string;
  readonly noun: string;
  readonly reader: string;
}

export const KEPT: readonly Kept[] = [
  { collection: 'submissions', noun: 'submission', reader: 'submissions' },
  { collection: 'series', noun: 'the page of', reader: 'series' },
  { collection: 'breaches', noun: 'breach', reader: 'breaches' },
  { collection: 'alerts', noun: 'alert', reader: 'alert-sender' },
];

interface Touched {
  readonly attempt: number;
  readonly registers: Readonly<Record<string, readonly (readonly [string, number, number])[]>>;
}

const SUBMISSION = 'submission-';

/** Which documents there must be once the projections have applied the events that were added, and no others. */
export class ExpectedDocuments {
  private readonly byCollection = new Map<string, Map<string, Since>>(KEPT.map(({ collection }) => [collection, new Map<string, Since>()]));
  /** Registers of attempts that are not completed: they count from then on. */
  private readonly pending = new Map<string, string[]>();

  /** The documents of one of the collections above, by id. */
  of(collection: string): ReadonlyMap<string, Since> {
    return this.byCollection.get(collection)!;
  }

  /** Events are added in the order of the log. */
  add(event: Applied): void {
    if (event.stream.startsWith(SUBMISSION)) this.addOfSubmission(event);
    const { episode, alert } = event.data as { episode?: string; alert?: string };
    if (event.stream.startsWith('breach-') && episode !== undefined) this.expect('breaches', episode, event);
    if (event.type === 'AlertDue' && alert !== undefined) this.expect('alerts', alert, event);
  }

  private addOfSubmission(event: Applied): void {
    const { stream, type, data } = event;
    this.expect('submissions', stream.slice(SUBMISSION.length), event);
    const attempt = `${stream} ${(data as Touched).attempt}`;
    if (type === 'RegistersTouched') this.pending.set(attempt, [...(this.pending.get(attempt) ?? []), ...registersIn(data as Touched)]);
    if (type !== 'SubmissionCompleted') return;
    for (const register of this.pending.get(attempt) ?? []) this.expect('series', register, event);
    this.pending.delete(attempt);
  }

  private expect(collection: string, id: string, { stream, position }: Since): void {
    const expected = this.byCollection.get(collection)!;
    if (!expected.has(id)) expected.set(id, { stream, position });
  }
}

/** The streams of the registers that an attempt wrote to. */
export function registersIn({ registers }: Pick<Touched, 'registers'>): string[] {
  return touchedIn({ registers }).map(({ register }) => register);
}

/** The registers that an attempt wrote to, each with the version that it came to. */
export function touchedIn({ registers }: Pick<Touched, 'registers'>): { register: string; version: number }[] {
  return Object.entries(registers).flatMap(([indicator, some]) =>
    some.map(([key, , version]) => ({ register: `register-${indicator}-${key}`, version })),
  );
}

import { categoryOf, type EventStore, type StoredEvent } from '#libs/event-store';
import type { RegistersTouched, SubmissionCompleted } from '#libs/intake';
import type { DayBegan } from '#libs/platform';
import { londonDate } from '#libs/platform/work';
import type { Occasion } from './domain/cause.js';
import type { Touched } from './domain/reach.js';
import type { Trigger } from './domain/types.js';

/** Something to judge upon, as the log tells it. */
export interface Occurrence {
  readonly event: StoredEvent;
  readonly trigger: Trigger;
  readonly occasion: Occasion;
  readonly touched: Touched;
  readonly backfill: boolean;
  /** A withdrawal was undone: an episode that went with it goes on, and is not a new one. */
  readonly reinstates?: boolean;
}

const NOTHING: Touched = { registers: new Map(), targets: new Set(), groups: new Set(), indicators: new Set(), areas: false };

const DELIVERIES: ReadonlySet<string> = new Set(['SubmissionCompleted', 'SubmissionWithdrawn', 'SubmissionReinstated']);

/** What these events of the log give to judge upon: each alone, so that nothing rests on where a batch of them ends. */
export async function occurrencesIn(events: readonly StoredEvent[], store: EventStore): Promise<Occurrence[]> {
  const found: Occurrence[] = [];
  for (const event of events) {
    if (categoryOf(event.stream) === 'catalogue') {
      const defined = definition(event);
      if (defined) found.push(defined);
    } else if (event.type === 'DayBegan') {
      found.push(began(event));
    } else if (DELIVERIES.has(event.type)) {
      found.push(await delivery(event, store));
    }
  }
  return found;
}

/** The same to judge upon, set off by a later event. */
export function againUpon({ id, position, recordedAt }: StoredEvent, occurrence: Occurrence): Occurrence {
  const date = londonDate(new Date(recordedAt));
  return { ...occurrence, trigger: { ...occurrence.trigger, event: id, position, date } };
}

function began(event: StoredEvent): Occurrence {
  const { date } = event.data as DayBegan['data'];
  const trigger = { event: event.id, position: event.position, submission: null, date };
  return { event, trigger, occasion: 'day', touched: { ...NOTHING, day: date }, backfill: false };
}

async function delivery(event: StoredEvent, store: EventStore): Promise<Occurrence> {
  const past = await store.read({ stream: event.stream, to: event.version });
  const completed = event.type === 'SubmissionCompleted' ? (event.data as SubmissionCompleted['data']) : null;
  const reinstates = event.type === 'SubmissionReinstated';
  const last = past.findLast(({ type }) => type === 'SubmissionCompleted')?.data as SubmissionCompleted['data'] | undefined;
  const touched = past.filter(({ type }) => type === 'RegistersTouched').map(({ data }) => data as RegistersTouched['data']);
  // A completion speaks of its own attempt, a withdrawal and a reinstatement of all.
  const registers = registersOf(completed ? touched.filter(({ attempt }) => attempt === completed.attempt) : touched);
  const trigger = {
    event: event.id,
    position: event.position,
    submission: event.stream.slice('submission-'.length),
    date: dayOf(event, completed),
  };
  return {
    event,
    trigger,
    occasion: 'figures',
    touched: { ...NOTHING, registers },
    backfill: completed?.backfill ?? (reinstates && last?.backfill === true),
    reinstates,
  };
}

/** A completion brings its day of receipt. */
function dayOf({ recordedAt }: StoredEvent, completed: SubmissionCompleted['data'] | null): string {
  return completed?.receivedOn ?? londonDate(new Date(completed?.received ?? recordedAt));
}

/** By indicator, then by area prefix, the years. */
function registersOf(all: readonly RegistersTouched['data'][]): Touched['registers'] {
  const registers = new Map<string, Map<string, string[]>>();
  const written = all.flatMap(({ registers: byIndicator }) => Object.entries(byIndicator));
  for (const [indicator, versions] of written) {
    const prefixes = registers.get(indicator) ?? new Map<string, string[]>();
    registers.set(indicator, prefixes);
    for (const [name] of versions) {
      const [prefix = '', year = ''] = name.split('-');
      prefixes.set(prefix, [...(prefixes.get(prefix) ?? []), year]);
    }
  }
  return registers;
}

interface Defined {
  readonly target?: string;
  readonly group?: { readonly code: string };
  readonly indicator?: { readonly code: string };
}

function definition(event: StoredEvent): Occurrence | null {
  const data = event.data as Defined;
  const trigger = { event: event.id, position: event.position, submission: null, date: londonDate(new Date(event.recordedAt)) };
  const of = (occasion: Occasion, touched: Partial<Touched>): Occurrence => ({
    event,
    trigger,
    occasion,
    touched: { ...NOTHING, ...touched },
    backfill: false,
  });
  switch (event.type) {
    case 'AreasImported':
    case 'AreaLinksImported':
      return of('areas', { areas: true });
    case 'IndicatorDefined':
      return of('indicators', { indicators: new Set([data.indicator!.code]) });
    case 'GroupDefined':
      return of('targets', { groups: new Set([data.group!.code]) });
    case 'TargetVersionMade':
      return of('targets', { targets: new Set([data.target!]) });
    default:
      return null; // A feed says nothing of figures.
  }
}

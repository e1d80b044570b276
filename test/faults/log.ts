import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { Clock } from '#libs/kernel';
import type { Answer } from '../house/house.ts';

class NoClock extends Clock {
  now(): Date {
    throw new Error('A look at the log appends nothing.');
  }
}

/** Copies the database files of a folder, write-ahead logs included, looks into the copy, and leaves the folder as it was found. */
export async function lookInto<T>(folder: string, look: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'floor-look-'));
  try {
    for (const file of ['log.sqlite', 'log.sqlite-wal', 'read.sqlite', 'read.sqlite-wal']) {
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file));
    }
    return await look(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Every event of the log in a folder, in order, grouped by stream; read past the app, by the event store alone. */
export async function readLog(folder: string): Promise<Map<string, StoredEvent<Answer>[]>> {
  const store = new SqliteEventStore(join(folder, 'log.sqlite'), new NoClock());
  try {
    const events: StoredEvent[] = [];
    for (let at = ''; ; at = events.at(-1)!.position) {
      const page = await store.readAll(at, 5000);
      events.push(...page);
      if (page.length < 5000) return Map.groupBy(events as StoredEvent<Answer>[], ({ stream }) => stream);
    }
  } finally {
    await store.close();
  }
}

/** The streams of a category, by the rest of their name. */
export function streamsOf(log: Map<string, StoredEvent<Answer>[]>, category: string): [string, StoredEvent<Answer>[]][] {
  return [...log]
    .filter(([stream]) => stream.startsWith(`${category}-`))
    .map(([stream, events]) => [stream.slice(category.length + 1), events]);
}

/** How many observations each submission states; fails where it states one more than once. */
export function statementsOf(log: Map<string, StoredEvent<Answer>[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [register, events] of streamsOf(log, 'register')) {
    const seen = new Set<string>();
    for (const { submission, observation } of statementsIn(events)) {
      const key = `${submission}|${observation}`;
      if (seen.has(key)) throw new Error(`register-${register} states ${key} twice.`);
      seen.add(key);
      counts.set(submission, (counts.get(submission) ?? 0) + 1);
    }
  }
  return counts;
}

/** How many observations the submissions state that were made from messages; fails where one of them states one more than once. */
export function statedByKafka(log: Map<string, StoredEvent<Answer>[]>): number {
  const isOfKafka = (token: string): boolean => log.get(`submission-${token.split('.')[0]}`)?.[0]?.data.from !== undefined;
  return [...statementsOf(log)].reduce((sum, [token, count]) => sum + (isOfKafka(token) ? count : 0), 0);
}

function* statementsIn(events: readonly StoredEvent<Answer>[]): Generator<{ submission: string; observation: string }> {
  const areas: string[] = [];
  for (const { data, stream } of events) {
    areas.push(...(data.areas ?? []));
    if (new Set(areas).size !== areas.length) throw new Error(`${stream} names an area twice.`);
    for (const { period, breakdown = '', areas: runs } of data.cells) {
      for (const area of runsOf(runs)) yield { submission: data.submission, observation: `${period}|${breakdown}|${nameOf(areas, area)}` };
    }
  }
}

function nameOf(areas: readonly string[], index: number): string {
  const name = areas[index];
  if (name === undefined) throw new Error(`An event speaks of area ${index} of ${areas.length}.`);
  return name;
}

function runsOf(runs: readonly number[]): number[] {
  const all: number[] = [];
  for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i + 1]!; k++) all.push(runs[i]! + k);
  return all;
}

/** The registers that a submission says it touched. */
export function touchedBy(events: readonly StoredEvent<Answer>[]): Set<string> {
  const touched = events
    .filter(({ type }) => type === 'RegistersTouched')
    .flatMap(({ data }) => Object.entries(data.registers as Record<string, [string][]>));
  return new Set(touched.flatMap(([indicator, registers]) => registers.map(([key]) => `register-${indicator}-${key}`)));
}

import { randomUUID } from 'node:crypto';
import { Catalogue, type Element, type Indicator, type TargetVersion } from '#libs/catalogue';
import type { EventStore, NewEvent, StoredEvent } from '#libs/event-store';
import { columnsOf, type Figure, figure } from '#libs/figures';
import type { SubmissionCompleted } from '#libs/intake';
import { type Period, periodKey } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import { AssessmentReader } from '../assessment-reader.js';
import { Assessor } from '../assessor.js';
import { Cuts } from '../cuts.js';
import type { BreachEvent, Judgement } from '../domain/types.js';
import { Episodes } from '../episodes.js';
import { AREA_JUDGEMENTS, type AreaJudgement, cellId, type JudgementPage, JUDGEMENTS, judgementsId } from '../pages.js';
import { indicator, version } from './evidence.js';

/** Figures by area. */
export type Delivered = Readonly<Record<string, Figure>>;

interface Statement {
  readonly area: string;
  readonly period: Period;
  readonly stated: Figure;
  readonly of: { readonly submission: string; readonly released: string };
}

/** A log and read models, with assessment reading: what is appended is judged when `settle` is called. */
export class Scene {
  readonly parked: string[] = [];
  /** What is parked in part, and at which position. */
  readonly scopes = new Map<string, string>();
  reader: AssessmentReader;
  private position = '';
  private days = 0;

  constructor(
    readonly log: EventStore,
    readonly documents: ReadStore,
  ) {
    this.reader = this.newReader();
  }

  static async set(log: EventStore, documents: ReadStore): Promise<Scene> {
    const scene = new Scene(log, documents);
    await scene.documents.define(scene.reader.collections);
    await scene.reader.reset();
    return scene;
  }

  newReader(hit: () => void = () => undefined): AssessmentReader {
    const cuts = new Cuts(this.log, new Catalogue(this.log));
    return new AssessmentReader(this.log, this.documents, cuts, new Assessor(new Episodes(this.log, { hit })));
  }

  async append(stream: string, ...events: Omit<NewEvent, 'id'>[]): Promise<void> {
    const [at = 0] = await this.log.versions([stream]);
    await this.log.append(
      stream,
      at,
      events.map((event) => ({ ...event, id: randomUUID() })),
    );
  }

  indicator(more: Partial<Indicator>): Promise<void> {
    return this.append('catalogue-indicators', {
      type: 'IndicatorDefined',
      data: { v: 1, by: 'b', why: 'w', at: '', indicator: indicator(more) },
    });
  }

  group(code: string, areas: readonly string[]): Promise<void> {
    const group = { code, name: code, areas, at: '2001-01-01', why: 'w' };
    return this.append('catalogue-groups', { type: 'GroupDefined', data: { v: 1, by: 'b', why: 'w', at: '', group } });
  }

  /** A boundary change. */
  link(from: string, to: string, kind: string, date: string): Promise<void> {
    const one = (value: string): object => ({ values: [value], lengths: [1] });
    const data = { v: 1, by: 'b', why: 'w', at: '', source: 's', from: [from], to: [to], kind: one(kind), date: one(date) };
    return this.append('catalogue-areas', { type: 'AreaLinksImported', data });
  }

  /** The area is known to have ended. */
  ends(code: string, until: string): Promise<void> {
    const one = (value: string): object => ({ values: [value], lengths: [1] });
    const columns = { codes: [code], names: [code], types: one('district'), until: one(until) };
    return this.append('catalogue-areas', {
      type: 'AreasImported',
      data: { v: 1, by: 'b', why: 'w', at: '', source: 'plain', rank: 1, ...columns },
    });
  }

  target(code: string, elements: readonly Element[], made: TargetVersion['made'] = { first: true }, number = 1): Promise<void> {
    const data = { v: 1, target: code, theme: 'crime', version: version(number, made, elements) };
    return this.append('catalogue-targets', { type: 'TargetVersionMade', data });
  }

  /** One submission of one indicator and period; a later delivery has a later release date. */
  async deliver(code: string, period: Period, figures: Delivered, more: Partial<SubmissionCompleted['data']> = {}): Promise<string> {
    const submission = randomUUID();
    this.days += 1;
    const released = `2004-${String(Math.ceil(this.days / 28)).padStart(2, '0')}-${String(1 + (this.days % 28)).padStart(2, '0')}`;
    const year = period.start.slice(0, 4);
    const touched: [string, number, number][] = [];
    for (const prefix of new Set(Object.keys(figures).map((area) => area.slice(0, 7)))) {
      const stream = `register-${code}-${prefix}-${year}`;
      const [before = 0] = await this.log.versions([stream]);
      for (const area of Object.keys(figures).filter((a) => a.startsWith(prefix)))
        await this.state(stream, { area, period, stated: figures[area]!, of: { submission, released } });
      touched.push([`${prefix}-${year}`, before, (await this.log.versions([stream]))[0]!]);
    }
    const completed = { v: 1, attempt: 1, feed: 'f', released, received: '2004-05-01T12:00:00.000Z', backfill: false, ...more };
    await this.append(
      `submission-${submission}`,
      { type: 'RegistersTouched', data: { v: 1, attempt: 1, registers: { [code]: touched } } },
      { type: 'SubmissionCompleted', data: completed },
    );
    return submission;
  }

  withdraw(submission: string, what: 'Withdrawn' | 'Reinstated' = 'Withdrawn'): Promise<void> {
    return this.append(`submission-${submission}`, { type: `Submission${what}`, data: { v: 1, why: 'w', by: 'b', at: '' } });
  }

  /** One event an area: the register lists its areas in order of first mention. */
  private async state(stream: string, { area, period, stated, of }: Statement): Promise<void> {
    const past = await this.log.read({ stream });
    const listed = past.flatMap(({ data }) => (data as { areas?: string[] }).areas ?? []);
    const suffix = area.slice(7);
    const index = listed.includes(suffix) ? listed.indexOf(suffix) : listed.length;
    const cells = { period: periodKey(period), areas: [index, 1], ...columnsOf([stated]) };
    const known = past.some(({ data }) =>
      (data as { cells: { period: string; areas: number[] }[] }).cells.some((c) => c.period === cells.period && c.areas[0] === index),
    );
    const data = {
      v: 1,
      ...of,
      ...(index === listed.length ? { areas: [suffix] } : {}),
      cells: [known ? { ...cells, was: columnsOf([figure(0)]) } : cells],
    };
    await this.append(stream, { type: known ? 'FiguresRevised' : 'FiguresRecorded', data });
  }

  /** Lets the reader come to the end of the log, in batches of this size, or of these in turn. */
  async settle(batch: number | readonly number[] = 100): Promise<void> {
    const sizes = [batch].flat();
    for (let n = 0; ; n += 1) {
      const events = await this.log.readAll(this.position, sizes[n % sizes.length]!, this.reader.categories);
      if (events.length === 0) return;
      await this.apply(events);
      this.position = events.at(-1)!.position;
    }
  }

  private async apply(events: readonly StoredEvent[]): Promise<void> {
    const { parked, scopes } = this;
    const work = await this.reader.apply(events, {
      park: ({ stream, position }, _, scope) => void (scope ? scopes.set(scope, position) : parked.push(stream)),
      unpark: (scope) => void scopes.delete(scope),
      isScopeParked: (scope) => scopes.has(scope),
      missedSince: (scope) => scopes.get(scope),
      isAnyParked: () => scopes.size > 0,
      isParked: (stream) => parked.includes(stream),
    });
    await this.documents.write({ ...work, checkpoint: { reader: 'assessment', position: events.at(-1)!.position } });
  }

  /** Drops everything and reads the log from its beginning. */
  async rebuild(batch?: number | readonly number[]): Promise<void> {
    await this.documents.drop(
      this.reader.collections.map(({ name }) => name),
      ['assessment'],
    );
    this.position = '';
    this.parked.length = 0;
    this.scopes.clear();
    this.reader = this.newReader();
    await this.reader.reset();
    await this.settle(batch);
  }

  /** What stands of the areas with this prefix; metropolitan districts unless told. */
  async page(target: string, element: string, period: Period, prefix = 'E080000'): Promise<JudgementPage | undefined> {
    return this.documents.get<JudgementPage>(JUDGEMENTS.name, judgementsId(target, element, periodKey(period), prefix));
  }

  async latest(target: string, element: string, area: string): Promise<Judgement | undefined> {
    return (await this.documents.get<AreaJudgement>(AREA_JUDGEMENTS.name, cellId(target, element, area)))?.judgement;
  }

  async breaches(stream = ''): Promise<(BreachEvent & { stream: string; id: string })[]> {
    const events = await this.log.readAll('', 1000, ['breach']);
    return events.filter((e) => e.stream.startsWith(stream)) as unknown as (BreachEvent & { stream: string; id: string })[];
  }

  async everything(): Promise<unknown> {
    const all = this.reader.collections.map(({ name }) => this.documents.find(name, { limit: 1000 }).then(({ items }) => items));
    return Promise.all(all);
  }
}

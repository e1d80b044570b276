import { canNeverSucceed } from '#libs/event-feed';
import { endOf, periodFromKey } from '#libs/kernel';
import { elementsOf, type Scope, scopeOnDay, scopesOf } from './domain/scope.js';
import { Standing } from './domain/superseding.js';
import { AreaPages } from './area-pages.js';
import { ElementCells } from './element-cells.js';
import type { Episodes } from './episodes.js';
import { JudgedPages } from './judged-pages.js';
import { cellsOf } from './cells-of.js';
import {
  cellId,
  elementId,
  FROZEN_BASELINES,
  type FrozenBaselines,
  JUDGED_ELEMENTS,
  type JudgedElement,
  JUDGED_SUBMISSIONS,
  type JudgedSubmission,
} from './pages.js';
import { missedScopes, withMissed } from './missed-scopes.js';
import { parkAreas, type ParkingAt } from './park-areas.js';
import { setAside } from './set-aside.js';
import type { Task } from './task.js';

/** Judges again whatever an event of the log may have changed. */
export class Assessor {
  constructor(private readonly episodes: Episodes) {}

  /** Learns what has been acted upon so far. */
  reset(): Promise<void> {
    return this.episodes.reset();
  }

  /** The episodes of all elements first, for they are waited for; then the pages. What a rule throws over parks its area of its element alone. */
  async assess(task: Task, at: ParkingAt): Promise<void> {
    const judged: ElementCells[] = [];
    const scopes = task.retry?.scope ? missedScopes(task.cut.catalogue, task.retry.scope) : await scopesIn(task);
    for (const reached of scopes) {
      const scope = withMissed(reached, task.cut.catalogue, at.parking);
      const cells = await this.orPark(scope, task, at, async () => {
        const frozen = await frozenOf(scope, task);
        const loaded = await cellsOf(scope.affected, (without) => ElementCells.load(scope, task, frozen, without));
        await this.episodes.move(loaded, await standingOf(loaded, task), task);
        return loaded;
      });
      if (cells) judged.push(cells);
    }
    await noteJudged(task, judged);
    for (const cells of judged) {
      const documents = task.documents.fork();
      const written = await this.orPark(cells.scope, task, at, async () => {
        await this.write(cells, { ...task, documents });
        return true;
      });
      if (!written) continue;
      task.documents.takeOver(documents);
      parkAreas(cells, at);
    }
  }

  /** What concerns an element as a whole, such as the figure that all its areas are compared with, parks the element. */
  private async orPark<T>(scope: Scope, task: Task, { parking, event }: ParkingAt, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!canNeverSucceed(error)) throw error;
      const element = elementId(scope.target.code, scope.code);
      if (!parking.isScopeParked(element)) parking.park(event, error, element);
      await setAside(scope, task);
      return undefined;
    }
  }

  /** Shows what depends on an event that could not be applied as not judged; episodes stay as they are. */
  async setAside(task: Task): Promise<void> {
    for (const scope of await scopesIn(task)) await setAside(scope, task);
  }

  private async write(cells: ElementCells, task: Task): Promise<void> {
    const standing = await standingOf(cells, task);
    const pages = new JudgedPages(cells, task);
    const periods = await pages.write();
    const members = new Set([...cells.scope.members.ever(), ...pages.left]);
    await new AreaPages(cells, standing, task).write(periods, [...members]);
    await freeze(cells, task);
  }
}

/** So that a receipt can say what its delivery had judged. */
async function noteJudged({ trigger: { submission }, retry, documents }: Task, judged: readonly ElementCells[]): Promise<void> {
  if (submission === null) return;
  const now = judged.map(({ scope }) => ({ target: scope.target.code, element: scope.code, areas: scope.affected.length }));
  const before = retry?.scope ? ((await documents.get<JudgedSubmission>(JUDGED_SUBMISSIONS.name, submission))?.elements ?? []) : [];
  const isNoted = (of: { target: string; element: string }): boolean =>
    before.some(({ target, element }) => target === of.target && element === of.element);
  const elements = [...before, ...now.filter((one) => !isNoted(one))];
  documents.put<JudgedSubmission>(JUDGED_SUBMISSIONS.name, { id: submission, elements });
}

/** Who is judged now: as the element has it today, and with the mergers that its figures have reached. */
async function standingOf(cells: ElementCells, { cut, documents, trigger }: Task): Promise<Standing> {
  const { target, code, affected } = cells.scope;
  const known = await documents.get<JudgedElement>(JUDGED_ELEMENTS.name, elementId(target.code, code));
  const last = [...(known?.periods ?? []).slice(-1).map(periodFromKey), ...affected.flatMap((area) => cells.periodsOf(area).at(-1) ?? [])];
  const reached = last.reduce((latest, period) => (endOf(period) > latest ? endOf(period) : latest), '');
  const today = trigger.date;
  return new Standing(cells.scope, cut.catalogue, { today, reached: reached === '' || reached > today ? today : reached });
}

async function scopesIn({ cut: { catalogue }, touched, documents }: Task): Promise<readonly Scope[]> {
  const { day } = touched;
  if (day === undefined) return scopesOf(catalogue, touched);
  const elements = catalogue.targets().flatMap((target) => elementsOf(target).map((code) => ({ target, code })));
  const ids = elements.map(({ target, code }) => elementId(target.code, code));
  const judged = await documents.getMany<JudgedElement>(JUDGED_ELEMENTS.name, ids);
  return elements.flatMap((element, i) => {
    const periods = (judged[i]?.periods ?? []).map(periodFromKey);
    return scopeOnDay(catalogue, { ...element, periods }, day) ?? [];
  });
}

async function frozenOf(scope: Scope, task: Task): Promise<Map<string, FrozenBaselines['values']>> {
  if (!scope.definitions.some(({ element }) => element?.baseline)) return new Map();
  const ids = scope.affected.map((area) => cellId(scope.target.code, scope.code, area));
  const found = await task.documents.getMany<FrozenBaselines>(FROZEN_BASELINES.name, ids);
  return new Map(scope.affected.map((area, i) => [area, found[i]?.values ?? {}]));
}

async function freeze({ baselines, scope }: ElementCells, task: Task): Promise<void> {
  const { position } = task.trigger;
  for (const [area, values] of baselines.news) {
    const id = cellId(scope.target.code, scope.code, area);
    const before = await task.documents.get<FrozenBaselines>(FROZEN_BASELINES.name, id);
    const news = Object.fromEntries([...values].map(([key, value]) => [key, { value, position }]));
    task.documents.put<FrozenBaselines>(FROZEN_BASELINES.name, { id, target: scope.target.code, values: { ...news, ...before?.values } });
  }
}

import { isLater, type Period, periodFromKey, periodKey } from '#libs/kernel';
import { causeOf, sameJudgement } from './domain/cause.js';
import type { JudgedPeriod } from './domain/element-periods.js';
import { membersOf } from './domain/scope.js';
import type { Judgement } from './domain/types.js';
import { type ElementCells, liesIn } from './element-cells.js';
import {
  cellId,
  elementId,
  JUDGED_ELEMENTS,
  type JudgedElement,
  JUDGEMENT_HISTORY,
  type JudgementPage,
  JUDGEMENTS,
  type PastJudgement,
} from './pages.js';
import type { Task } from './task.js';

type Areas = Record<string, Judgement>;

/** The judgement pages of one element, brought to where the log is: the latest period first. */
export class JudgedPages {
  private before: JudgedElement | undefined;

  constructor(
    private readonly cells: ElementCells,
    private readonly task: Task,
  ) {}

  /** Writes what changed and says which periods the element has pages of, the earlier first. */
  async write(): Promise<readonly Period[]> {
    const { scope } = this.cells;
    const id = elementId(scope.target.code, scope.code);
    this.before = await this.task.documents.get<JudgedElement>(JUDGED_ELEMENTS.name, id);
    const known = (this.before?.periods ?? []).map(periodFromKey);
    const all = inOrder([...known, ...scope.affected.flatMap((area) => this.cells.periodsOf(area).filter((p) => liesIn(p, scope)))]);
    const standing = all.filter((p) => this.cells.judged(p));
    const latest = standing.at(-1);
    const dirty = all.filter((p) => liesIn(p, scope)).toReversed();
    const pages = await this.pagesOf(dirty);
    dirty.forEach((period, i) => this.writePage(period, pages[i], period === latest));
    await this.moveLatest(known.at(-1), latest);
    const periods = standing.map(periodKey);
    if (periods.join() !== this.before?.periods.join()) {
      this.task.documents.put<JudgedElement>(JUDGED_ELEMENTS.name, { id, target: scope.target.code, periods });
    }
    return standing;
  }

  private pagesOf(periods: readonly Period[]): Promise<(JudgementPage | undefined)[]> {
    return this.task.documents.getMany<JudgementPage>(
      JUDGEMENTS.name,
      periods.map((period) => this.idOf(period)),
    );
  }

  private idOf(period: Period): string {
    return cellId(this.cells.scope.target.code, this.cells.scope.code, periodKey(period));
  }

  private writePage(period: Period, page: JudgementPage | undefined, latest: boolean): void {
    if (page && page.position > this.task.trigger.position) return; // Written by a later event, before a crash.
    const judged = this.cells.judged(period);
    if (!judged) return this.removePage(period, page);
    const members = membersOf(judged.definition, this.task.cut.catalogue);
    const areas: Areas = { ...page?.areas };
    // On a new page an area that was not touched has its place too: silence is shown as missing, never left out.
    const written = (page ? this.affectedOf(members) : members).filter((area) => this.writeCell(areas, area, period));
    const changed = written.length + this.dropLeavers(areas, members, period) > 0;
    if (!page || changed || page.latest !== Number(latest)) this.task.documents.put(JUDGEMENTS.name, this.pageOf(judged, areas, latest));
  }

  private removePage(period: Period, page: JudgementPage | undefined): void {
    for (const gone of Object.values(page?.areas ?? {})) this.remember(gone, period);
    this.task.documents.remove(JUDGEMENTS.name, this.idOf(period));
  }

  private affectedOf(members: readonly string[]): readonly string[] {
    const affected = new Set(this.cells.scope.affected);
    return members.filter((area) => affected.has(area));
  }

  private writeCell(areas: Areas, area: string, period: Period): boolean {
    const { judgement } = this.cells.at(area, period)!;
    const before = areas[area];
    if (before && sameJudgement(before, judgement)) return false;
    if (before) this.remember(before, period);
    areas[area] = { ...judgement, cause: causeOf(before, judgement, this.task.occasion) };
    return true;
  }

  private dropLeavers(areas: Areas, members: readonly string[], period: Period): number {
    const stay = new Set(members);
    const leavers = Object.keys(areas).filter((area) => !stay.has(area));
    for (const area of leavers) {
      this.remember(areas[area]!, period);
      delete areas[area];
    }
    return leavers.length;
  }

  /** Keeps what stood until now, so that it can be asked for as of then. */
  private remember(judgement: Judgement, period: Period): void {
    const { target, element, area, position: from } = judgement;
    const id = `${cellId(target, element, periodKey(period))}|${area}|${from}`;
    const past: PastJudgement = { id, target, element, area, period: judgement.period, from, to: this.task.trigger.position, judgement };
    this.task.documents.put(JUDGEMENT_HISTORY.name, past);
  }

  private pageOf({ period, key, text, end }: JudgedPeriod, areas: Areas, latest: boolean): JudgementPage {
    const { target, code } = this.cells.scope;
    return {
      id: this.idOf(period),
      target: target.code,
      element: code,
      theme: target.theme,
      period: text,
      periodKey: key,
      periodStart: period.start,
      periodEnd: end,
      latest: latest ? 1 : 0,
      position: this.task.trigger.position,
      areas,
    };
  }

  /** The flag leaves the page that was the latest, and reaches the one that is, also where nothing else of them changed. */
  private async moveLatest(was: Period | undefined, is: Period | undefined): Promise<void> {
    for (const [period, latest] of [
      [was, 0],
      [is, 1],
    ] as const) {
      if (!period || (latest === 0 && is && periodKey(is) === periodKey(period))) continue;
      const [page] = await this.pagesOf([period]);
      if (page && page.latest !== latest) this.task.documents.put<JudgementPage>(JUDGEMENTS.name, { ...page, latest });
    }
  }
}

/** Each once, the earlier first. */
function inOrder(periods: readonly Period[]): Period[] {
  return [...new Map(periods.map((p) => [periodKey(p), p])).values()].sort((a, b) => (isLater(a, b) ? 1 : -1));
}

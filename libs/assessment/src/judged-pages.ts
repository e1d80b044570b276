import { areaPrefix, isLater, type Period, periodFromKey, periodKey } from '#libs/kernel';
import { causeOf, sameJudgement } from './domain/cause.js';
import type { JudgedPeriod } from './domain/element-periods.js';
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
  judgementsId,
  type PastJudgement,
} from './pages.js';
import type { Task } from './task.js';

type Areas = Record<string, Judgement>;

/** A document that may have to change. */
interface Place {
  readonly period: Period;
  readonly prefix: string;
}

/** So many documents are in memory at once. */
const AT_ONCE = 200;

/** The judgement documents of one element, brought to where the log is: those of the latest period first. */
export class JudgedPages {
  private readonly members = new Map<readonly string[], Map<string, string[]>>();
  /** The areas that were on a document and are no more. */
  readonly left = new Set<string>();
  private readonly affected: ReadonlySet<string>;

  constructor(
    private readonly cells: ElementCells,
    private readonly task: Task,
  ) {
    this.affected = new Set(cells.scope.affected);
  }

  /** Writes what changed and says which periods the element has documents of, the earlier first. */
  async write(): Promise<readonly Period[]> {
    const { scope } = this.cells;
    const id = elementId(scope.target.code, scope.code);
    const before = await this.task.documents.get<JudgedElement>(JUDGED_ELEMENTS.name, id);
    const known = (before?.periods ?? []).map(periodFromKey);
    const all = inOrder([...known, ...scope.affected.flatMap((area) => this.cells.periodsOf(area).filter((p) => liesIn(p, scope)))]);
    const isParked = scope.affected.some((area) => this.cells.errorOf(area) !== undefined);
    // What is parked shows in the latest period, whichever the event touched.
    const dirty = all.filter((period) => liesIn(period, scope) || (isParked && period === all.at(-1))).toReversed();
    await this.writeAll(dirty.flatMap((period) => this.placesOf(period, before)));
    const standing = all.filter((period) => this.cells.judged(period));
    const periods = standing.map(periodKey);
    const prefixes = [...new Set([...(scope.whole ? [] : (before?.prefixes ?? [])), ...this.prefixesOf(standing)])].sort();
    if (periods.join() !== before?.periods.join() || prefixes.join() !== before.prefixes.join()) {
      this.task.documents.put<JudgedElement>(JUDGED_ELEMENTS.name, { id, target: scope.target.code, periods, prefixes });
    }
    return standing;
  }

  /** Where the affected areas are; of a new period, and where areas may have come or left, all there are. */
  private placesOf(period: Period, before: JudgedElement | undefined): Place[] {
    const { scope } = this.cells;
    const isNew = !before?.periods.includes(periodKey(period));
    const prefixes = isNew || scope.whole ? [...this.prefixesOf([period]), ...(before?.prefixes ?? [])] : scope.affected.map(areaPrefix);
    return [...new Set(prefixes)].sort().map((prefix) => ({ period, prefix }));
  }

  private prefixesOf(periods: readonly Period[]): string[] {
    return periods.flatMap((period) => [...(this.membersIn(period)?.keys() ?? [])]);
  }

  private async writeAll(places: readonly Place[]): Promise<void> {
    for (let at = 0; at < places.length; at += AT_ONCE) {
      const some = places.slice(at, at + AT_ONCE);
      const ids = some.map((place) => this.idOf(place));
      const pages = await this.task.documents.getMany<JudgementPage>(JUDGEMENTS.name, ids);
      some.forEach((place, i) => this.writePage(place, pages[i]));
    }
  }

  private idOf({ period, prefix }: Place): string {
    return judgementsId(this.cells.scope.target.code, this.cells.scope.code, periodKey(period), prefix);
  }

  private writePage(place: Place, page: JudgementPage | undefined): void {
    if (page && page.position > this.task.trigger.position) return; // Written by a later event, before a crash.
    const { period, prefix } = place;
    const judged = this.cells.judged(period);
    const members = this.membersIn(period)?.get(prefix);
    if (!judged || !members) return this.removePage(place, page);
    const areas: Areas = { ...page?.areas };
    // In a new document an area that was not touched has its place too: silence is shown as missing, never left out.
    const written = (page ? members.filter((area) => this.affected.has(area)) : members).filter((area) =>
      this.writeCell(areas, area, period),
    );
    const changed = written.length + this.dropLeavers(areas, members, period) > 0;
    if (!page || changed) this.task.documents.put(JUDGEMENTS.name, this.pageOf(judged, prefix, areas));
  }

  private removePage(place: Place, page: JudgementPage | undefined): void {
    if (!page) return;
    for (const gone of Object.values(page.areas)) {
      this.remember(gone, place.period);
      this.left.add(gone.area);
    }
    this.task.documents.remove(JUDGEMENTS.name, page.id);
  }

  /** The areas that are judged in a period, by their prefix; null where it is not judged. */
  private membersIn(period: Period): Map<string, string[]> | null {
    const all = this.cells.membersIn(period);
    if (!all) return null;
    let members = this.members.get(all);
    if (!members) this.members.set(all, (members = Map.groupBy(all, areaPrefix)));
    return members;
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
      this.left.add(area);
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

  private pageOf({ period, key, text, end }: JudgedPeriod, prefix: string, areas: Areas): JudgementPage {
    const { target, code } = this.cells.scope;
    return {
      id: this.idOf({ period, prefix }),
      target: target.code,
      element: code,
      theme: target.theme,
      period: text,
      periodKey: key,
      periodStart: period.start,
      periodEnd: end,
      prefix,
      position: this.task.trigger.position,
      areas,
    };
  }
}

/** Each once, the earlier first. */
function inOrder(periods: readonly Period[]): Period[] {
  return [...new Map(periods.map((p) => [periodKey(p), p])).values()].sort((a, b) => (isLater(a, b) ? 1 : -1));
}

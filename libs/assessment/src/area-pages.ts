import { areaPrefix, type Period, periodKey } from '#libs/kernel';
import { isJudged } from './domain/breach-lines.js';
import type { Standing } from './domain/superseding.js';
import type { Judgement } from './domain/types.js';
import type { ElementCells } from './element-cells.js';
import {
  AREA_JUDGEMENTS,
  type AreaJudgement,
  cellId,
  type JudgementPage,
  JUDGEMENTS,
  judgementsId,
  type RecentJudgement,
} from './pages.js';
import type { Task } from './task.js';

const RECENT_MAX = 24;

/**
 * What one element says of each area last: of the latest period of which anything is stated for it, for an area is not
 * worse informed because a neighbour was quicker; and where nothing ever was, of the element's latest.
 */
export class AreaPages {
  private readonly pages = new Map<string, JudgementPage | undefined>();

  constructor(
    private readonly cells: ElementCells,
    private readonly standing: Pick<Standing, 'has'>,
    private readonly task: Task,
  ) {}

  /** Brings the affected areas, and those never heard of, to where the pages are. */
  async write(periods: readonly Period[], members: readonly string[]): Promise<void> {
    const { target, code, affected } = this.cells.scope;
    const touched = new Set(affected);
    const ids = members.map((area) => cellId(target.code, code, area));
    const before = await this.task.documents.getMany<AreaJudgement>(AREA_JUDGEMENTS.name, ids);
    members.forEach((area, i) => {
      // What left the element no longer stands for anything: it is history on the documents of its periods.
      if (before[i] && !this.standing.has(area)) this.task.documents.remove(AREA_JUDGEMENTS.name, ids[i]!);
    });
    const lines = members.flatMap((area, i) => {
      if (!this.standing.has(area)) return [];
      const latest = this.cells.periodsOf(area).at(-1) ?? periods.at(-1);
      return latest && (touched.has(area) || !before[i])
        ? [{ area, latest, judged: this.lastJudged(area, latest), before: before[i] }]
        : [];
    });
    await this.load(
      lines.flatMap(({ area, latest, judged }) => [latest, ...(judged ? [judged] : [])].map((period) => this.idOf(area, period))),
    );
    for (const { area, latest, judged, before: standing } of lines) {
      const judgement = this.cellOf(area, latest);
      if (judgement) this.writeArea(judgement, (judged && this.cellOf(area, judged)) ?? null, standing);
    }
  }

  /** The latest judged period, where the latest of all is not judged. */
  private lastJudged(area: string, latest: Period): Period | undefined {
    const isJudgedIn = (period: Period): boolean => isJudged(this.cells.at(area, period)!.judgement);
    return isJudgedIn(latest) ? undefined : this.cells.periodsOf(area).findLast(isJudgedIn);
  }

  private idOf(area: string, period: Period): string {
    const { target, code } = this.cells.scope;
    return judgementsId(target.code, code, periodKey(period), areaPrefix(area));
  }

  private async load(all: readonly string[]): Promise<void> {
    const ids = [...new Set(all)];
    const found = await this.task.documents.getMany<JudgementPage>(JUDGEMENTS.name, ids);
    ids.forEach((id, i) => this.pages.set(id, found[i]));
  }

  private cellOf(area: string, period: Period): Judgement | undefined {
    return this.pages.get(this.idOf(area, period))?.areas[area];
  }

  private writeArea(judgement: Judgement, lastJudged: Judgement | null, before: AreaJudgement | undefined): void {
    const { area } = judgement;
    const { target, code } = this.cells.scope;
    const { catalogue } = this.task.cut;
    const body: AreaJudgement = {
      id: cellId(target.code, code, area),
      target: target.code,
      element: code,
      theme: target.theme,
      area,
      lsp: catalogue.parentOf(area, 'district') ?? null,
      region: catalogue.parentOf(area, 'region') ?? null,
      outcome: judgement.outcome,
      periodEnd: judgement.periodEnd,
      judgement,
      lastJudged,
      recent: this.recentOf(area),
    };
    if (JSON.stringify(body) !== JSON.stringify(before)) this.task.documents.put(AREA_JUDGEMENTS.name, body);
  }

  private recentOf(area: string): readonly RecentJudgement[] {
    const recent = this.cells.periodsOf(area).slice(-RECENT_MAX);
    return recent.map((period) => lineOf(this.cells.at(area, period)!.judgement));
  }
}

function lineOf({ period, periodStart, periodEnd, outcome, certainty, value, floor }: RecentJudgement): RecentJudgement {
  return { period, periodStart, periodEnd, outcome, certainty, value, floor };
}

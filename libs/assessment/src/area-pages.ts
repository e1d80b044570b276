import { type Period, periodKey } from '#libs/kernel';
import type { Judgement } from './domain/types.js';
import type { ElementCells } from './element-cells.js';
import { AREA_JUDGEMENTS, type AreaJudgement, cellId, type JudgementPage, JUDGEMENTS, type RecentJudgement } from './pages.js';
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
    private readonly task: Task,
  ) {}

  /** Brings the affected areas, and those never heard of, to where the pages are. */
  async write(periods: readonly Period[], members: readonly string[]): Promise<void> {
    const { target, code, affected } = this.cells.scope;
    const touched = new Set(affected);
    const ids = members.map((area) => cellId(target.code, code, area));
    const before = await this.task.documents.getMany<AreaJudgement>(AREA_JUDGEMENTS.name, ids);
    for (const [i, area] of members.entries()) {
      if (!touched.has(area) && before[i]) continue;
      const latest = this.cells.periodsOf(area).at(-1) ?? periods.at(-1);
      const judgement = latest && (await this.cellOf(area, latest));
      if (latest && judgement) this.writeArea(area, judgement, before[i]);
    }
  }

  private async cellOf(area: string, period: Period): Promise<Judgement | undefined> {
    const key = periodKey(period);
    if (!this.pages.has(key)) {
      const { target, code } = this.cells.scope;
      this.pages.set(key, await this.task.documents.get<JudgementPage>(JUDGEMENTS.name, cellId(target.code, code, key)));
    }
    return this.pages.get(key)?.areas[area];
  }

  private writeArea(area: string, judgement: Judgement, before: AreaJudgement | undefined): void {
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

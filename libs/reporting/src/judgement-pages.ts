import { Injectable } from '@nestjs/common';
import type { AreaJudgement, JudgedElement, Judgement, JudgementPage } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { type Page, ReadStore } from '#libs/read-store';
import { placed } from './domain/placed.js';
import type { ProgressFilter } from './list-progress.js';

/** Assessment's collections: one document for an element and an area, for an element and a period, and for an element. */
const AREA_JUDGEMENTS = 'area-judgements';
const JUDGEMENTS = 'judgements';
const JUDGED_ELEMENTS = 'judged-elements';

const PAGES_MAX = 1_000;

const keyOf = ({ target, element, area }: Judgement): string => `${target}.${element}|${area}`;

/** Reads what assessment keeps: the latest judgement of each area, and the page of each period. */
@Injectable()
export class JudgementPages {
  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {}

  /** The latest judgement of each area by each element. */
  async latest(filter: Omit<ProgressFilter, 'period'>, limit: number, cursor?: string): Promise<Page<Judgement>> {
    const where = placed({ ...filter }, await this.catalogue.upToDate());
    const { items, next } = await this.readStore.find<AreaJudgement>(AREA_JUDGEMENTS, { where, limit, cursor });
    return { items: items.map(({ judgement }) => judgement), next };
  }

  /** The judgements of one period, in order of element and area; a cursor is the last that was shown. */
  async ofPeriod(filter: ProgressFilter & { period: string }, limit: number, cursor = ''): Promise<Page<Judgement>> {
    const { period, target, theme } = filter;
    const where = { period, ...(target && { target }), ...(theme && { theme }) };
    const { items: pages } = await this.readStore.find<JudgementPage>(JUDGEMENTS, { where, limit: PAGES_MAX });
    const catalogue = await this.catalogue.upToDate();
    const wanted = pages.flatMap(({ areas }) => Object.values(areas).filter((j) => keyOf(j) > cursor && isIn(j.area, filter, catalogue)));
    const items = wanted.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, limit);
    return { items, next: wanted.length > limit ? keyOf(items.at(-1)!) : null };
  }

  /** All that was ever judged of an indicator in an area, as it stands now, in order of period. */
  async history(indicator: string, area: string): Promise<readonly Judgement[]> {
    const targets = (await this.catalogue.upToDate()).targets();
    const ids = targets.flatMap(({ code, versions }) => {
      const elements = versions.flatMap((version) => version.elements.filter((element) => element.indicator === indicator));
      return [...new Set(elements.map((element) => `${code}.${element.code}`))];
    });
    const judged = await this.readStore.getMany<JudgedElement>(JUDGED_ELEMENTS, ids);
    const pageIds = judged.flatMap((element, i) => element?.periods.map((key) => `${ids[i]}|${key}`) ?? []);
    const codes = (await this.catalogue.upToDate()).codesOf(area);
    const pages = await this.readStore.getMany<JudgementPage>(JUDGEMENTS, pageIds);
    const found = pages
      .flatMap((page) => codes.flatMap((code) => page?.areas[code] ?? []))
      .filter((judgement) => judgement.indicator === indicator);
    return found.sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1));
  }
}

function isIn(area: string, { area: only, lsp, region }: ProgressFilter, catalogue: CatalogueView): boolean {
  if (only !== undefined && !catalogue.codesOf(only).includes(area)) return false;
  if (lsp !== undefined && !catalogue.codesOf(lsp).includes(catalogue.parentOf(area, 'district') ?? '')) return false;
  return region === undefined || catalogue.parentOf(area, 'region') === region;
}

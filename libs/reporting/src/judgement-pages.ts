import { Injectable } from '@nestjs/common';
import type { AreaJudgement, JudgedElement, Judgement, JudgementPage } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { areaPrefix } from '#libs/kernel';
import { BadCursor, type Page, type Query, ReadStore } from '#libs/read-store';
import { placed } from './domain/placed.js';
import type { ProgressFilter } from './list-progress.js';
import type { Place } from './show-place.js';

/** Assessment's collections: one document for an element and an area, for an element, a period and an area prefix, and for an element. */
const AREA_JUDGEMENTS = 'area-judgements';
const JUDGEMENTS = 'judgements';
const JUDGED_ELEMENTS = 'judged-elements';

/** A document holds a hundred judgements at most. */
const DOCUMENTS_AT_ONCE = 20;
const AREAS_AT_ONCE = 1_000;

/** How far the judgements of a period were shown: of the documents after a cursor of theirs, up to this one. */
interface Shown {
  readonly documents: string | undefined;
  readonly last: string;
}

const cursorOf = ({ documents = '', last }: Shown): string => `${documents}~${last}`;

function shownUpTo(cursor: string | undefined): Shown {
  if (cursor === undefined) return { documents: undefined, last: '' };
  const at = cursor.indexOf('~');
  if (at < 0) throw new BadCursor();
  return { documents: cursor.slice(0, at) || undefined, last: cursor.slice(at + 1) };
}

/** The judgements of a document in order of area, each with its place in the order of all. */
function judgementsIn({ id, areas }: JudgementPage): { key: string; judgement: Judgement }[] {
  return Object.keys(areas)
    .sort()
    .map((area) => ({ key: `${id} ${area}`, judgement: areas[area]! }));
}

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

  /** The latest judgement of every area of a place by every element, with its past. */
  async all(place: Place): Promise<readonly AreaJudgement[]> {
    const where = placed({ ...place }, await this.catalogue.upToDate());
    const found: AreaJudgement[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await this.readStore.find<AreaJudgement>(AREA_JUDGEMENTS, { where, limit: AREAS_AT_ONCE, cursor });
      found.push(...items);
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    return found;
  }

  /** The judgements of one period, element by element and in order of area; a cursor is the last that was shown. */
  async ofPeriod(filter: ProgressFilter & { period: string }, limit: number, cursor?: string): Promise<Page<Judgement>> {
    const catalogue = await this.catalogue.upToDate();
    const { period, target, theme, area } = filter;
    const prefix = area === undefined ? undefined : [...new Set(catalogue.codesOf(area).map(areaPrefix))];
    const where: Query['where'] = { period, ...(target && { target }), ...(theme && { theme }), ...(prefix && { prefix }) };
    const items: Judgement[] = [];
    let shown = shownUpTo(cursor);
    for (;;) {
      const { documents } = shown;
      const found = await this.readStore.find<JudgementPage>(JUDGEMENTS, { where, limit: DOCUMENTS_AT_ONCE, cursor: documents });
      const wanted = found.items
        .flatMap(judgementsIn)
        .filter(({ key, judgement }) => key > shown.last && isIn(judgement.area, filter, catalogue));
      for (const { key, judgement } of wanted) {
        if (items.length === limit) return { items, next: cursorOf(shown) };
        items.push(judgement);
        shown = { documents, last: key };
      }
      if (found.next === null) return { items, next: null };
      shown = { documents: found.next, last: shown.last };
    }
  }

  /** All that was ever judged of an indicator in an area, as it stands now, in order of period. */
  async history(indicator: string, area: string): Promise<readonly Judgement[]> {
    const targets = (await this.catalogue.upToDate()).targets();
    const ids = targets.flatMap(({ code, versions }) => {
      const elements = versions.flatMap((version) => version.elements.filter((element) => element.indicator === indicator));
      return [...new Set(elements.map((element) => `${code}.${element.code}`))];
    });
    const judged = await this.readStore.getMany<JudgedElement>(JUDGED_ELEMENTS, ids);
    const codes = (await this.catalogue.upToDate()).codesOf(area);
    const prefixes = [...new Set(codes.map(areaPrefix))];
    const pageIds = judged.flatMap((element, i) =>
      (element?.periods ?? []).flatMap((key) => prefixes.map((prefix) => `${ids[i]}|${key}|${prefix}`)),
    );
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

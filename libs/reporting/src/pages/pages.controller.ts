import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Judgement } from '#libs/assessment';
import { Catalogue, type CatalogueView } from '#libs/catalogue';
import { Clock, isAreaCode, Refusal } from '#libs/kernel';
import { Allow, By, Config, londonDate, type Person, refuse } from '#libs/platform';
import { heldTo, type Scope } from '../domain/who-sees.js';
import { orRefuse } from '../http/ask.js';
import { SeriesParamsDto } from '../http/reads.dto.js';
import { ListBreaches } from '../list-breaches.js';
import { ListProgress, type ProgressFilter } from '../list-progress.js';
import { ShowHistory } from '../show-history.js';
import { ShowSeries } from '../show-series.js';
import { ShowSources } from '../show-sources.js';
import { drawChart } from './chart/draw-chart.js';
import { PageProblems } from './page-problems.js';
import { type Frame, render } from './render.js';
import { partnershipView } from './views/partnership-view.js';
import { partnershipsView } from './views/partnerships-view.js';
import { seriesView } from './views/series-view.js';

const AT_ONCE = 1_000;
/** Six themes of a few elements in every small area of a city; a page beyond that is no page. */
const JUDGEMENTS_MAX = 200_000;
const OPEN = ['suspected', 'confirmed', 'recovering'];
const START = { text: 'Partnerships', href: '/' };

/** The pages: what an answer of the API says, for people to look at. */
@ApiExcludeController()
@Controller()
@UseFilters(PageProblems)
@Allow('lsp-manager', 'go-officer')
export class PagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async partnerships(@By() by: Person): Promise<string> {
    const scope = orRefuse(heldTo(by, {}), 403);
    const judgements = await this.judgements(scope);
    const { items: breaches } = await this.queries.execute(new ListBreaches({ ...scope, state: OPEN }, AT_ONCE));
    const view = partnershipsView(judgements, breaches, await this.catalogue.upToDate());
    return render('partnerships.njk', this.frame('Partnerships'), view);
  }

  @Get('partnerships/:code')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async partnership(@Param('code') code: string, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    if (!isAreaCode(code) || catalogue.area(code) === undefined)
      refuse(new Refusal('unknown-area', 'The catalogue has no such area.'), 404);
    orRefuse(heldTo(by, placeOf(code, catalogue)), 403);
    const place = catalogue.parentOf(code, 'district') === code ? { lsp: code } : { area: code };
    const judgements = await this.judgements(place);
    const { items: breaches } = await this.queries.execute(new ListBreaches(place, AT_ONCE));
    const view = partnershipView(code, { judgements, breaches, today: londonDate(this.clock.now()) }, catalogue);
    return render('partnership.njk', this.frame(view.name, [START, { text: view.name, href: '' }]), view);
  }

  @Get('series/:indicator/:area')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async series(@Param() { indicator, area }: SeriesParamsDto, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    const series = orRefuse(await this.queries.execute(new ShowSeries(indicator, area)), 404);
    // Figures are published; how an area stands is for those who answer for it.
    const isHeld = !(heldTo(by, placeOf(area, catalogue)) instanceof Refusal);
    const history = isHeld ? await this.queries.execute(new ShowHistory(indicator, area)) : [];
    const { items: stories } = isHeld ? await this.queries.execute(new ListBreaches({ area }, AT_ONCE)) : { items: [] };
    const ids = new Set(series.observations.flatMap(({ submission }) => submission ?? []));
    const submissions = await this.queries.execute(new ShowSources([...ids]));
    const breaches = stories.filter((story) => story.indicator === indicator);
    const view = seriesView({ series, history, breaches, submissions }, catalogue);
    const home = catalogue.parentOf(area, 'district') ?? area;
    const trail = [
      START,
      { text: catalogue.area(home)?.name ?? home, href: `/partnerships/${home}` },
      { text: view.indicatorName, href: '' },
    ];
    const hasBand = view.chart.upper.some((limit) => limit !== null);
    return render('series.njk', this.frame(`${view.indicatorName}, ${view.areaName}`, trail), {
      ...view,
      svg: drawChart(view.chart),
      hasBand,
    });
  }

  private async judgements(filter: ProgressFilter): Promise<Judgement[]> {
    const all: Judgement[] = [];
    for (let cursor: string | undefined; all.length < JUDGEMENTS_MAX;) {
      const { items, next } = await this.queries.execute(new ListProgress(filter, AT_ONCE, cursor));
      all.push(...items);
      if (next === null) break;
      cursor = next;
    }
    return all;
  }

  private frame(title: string, trail?: Frame['trail']): Frame {
    return { title, sample: this.config.sample, trail };
  }
}

/** Whose pages an area's pages are: of a partnership's manager and of a region's officer, or of neither. */
function placeOf(area: string, catalogue: CatalogueView): Scope {
  return { lsp: catalogue.parentOf(area, 'district') ?? area, region: catalogue.parentOf(area, 'region') ?? area };
}

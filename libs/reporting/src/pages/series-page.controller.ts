import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import { Catalogue, feedsSeenBy } from '#libs/catalogue/view';
import { Refusal } from '#libs/kernel';
import { By, type Person } from '#libs/platform';
import { heldTo } from '../domain/who-sees.js';
import { orRefuse } from '../http/ask.js';
import { SeriesParamsDto } from '../http/reads.dto.js';
import { ListBreaches } from '../list-breaches.js';
import type { NamedStory } from '../named-story.js';
import { ShowHistory } from '../show-history.js';
import { ShowSeries } from '../show-series.js';
import { ShowSources } from '../show-sources.js';
import { drawChart, drawNarrowChart } from './chart/draw-chart.js';
import { Frames, START } from './frame.js';
import { PageProblems } from './page-problems.js';
import { placeOf } from './place-of.js';
import { render } from './render.js';
import { seriesView } from './views/series-view.js';

const AT_ONCE = 1_000;

/** The page of an indicator in an area: figures, which are open to every role, and for those who answer for the area how they were judged. */
@ApiExcludeController()
@Controller('series')
@UseFilters(PageProblems)
export class SeriesPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get(':indicator/:area')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async series(@Param() { indicator, area }: SeriesParamsDto, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    const series = orRefuse(await this.queries.execute(new ShowSeries(indicator, area)), 404);
    const isHeld = !(heldTo(by, placeOf(area, catalogue)) instanceof Refusal);
    const history = isHeld ? await this.queries.execute(new ShowHistory(indicator, area)) : [];
    const breaches = isHeld ? (await this.stories(area)).filter((story) => story.indicator === indicator) : [];
    const ids = new Set(series.observations.flatMap(({ submission }) => submission ?? []));
    const submissions = await this.queries.execute(new ShowSources([...ids]));
    const feeds = feedsSeenBy(by, catalogue);
    const submissionsSeen = (id: string): boolean => submissions.has(id) && (feeds?.includes(submissions.get(id)!.feed) ?? true);
    const view = seriesView({ series, history, breaches, submissions, submissionsSeen }, catalogue);
    const home = catalogue.parentOf(area, 'district') ?? area;
    const above = isHeld ? [START, { text: catalogue.area(home)?.name ?? home, href: `/partnerships/${home}` }] : [];
    return render(
      'series.njk',
      this.frames.of(`${view.indicatorName}, ${view.areaName}`, by, [...above, { text: view.indicatorName, href: '' }]),
      {
        ...view,
        svg: drawChart(view.chart),
        narrowSvg: drawNarrowChart(view.chart),
        hasBand: view.chart.upper.some((limit) => limit !== null),
      },
    );
  }

  private async stories(area: string): Promise<readonly NamedStory[]> {
    const all: NamedStory[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, next } = await this.queries.execute(new ListBreaches({ area }, AT_ONCE, cursor));
      all.push(...items);
      if (next === null) return all;
      cursor = next;
    }
  }
}

import { Controller, Get, Header, Param, Query, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import { Catalogue, feedsSeenBy } from '#libs/catalogue/view';
import { Refusal } from '#libs/kernel';
import { By, type Person } from '#libs/platform';
import { listed, orRefuse } from '../http/ask.js';
import { ListArrivals } from '../list-arrivals.js';
import { ShowArrival } from '../show-arrival.js';
import { ARRIVALS, Frames } from './frame.js';
import { PageProblems } from './page-problems.js';
import { ArrivalParamsDto, ArrivalsQueryDto } from './pages.dto.js';
import { render } from './render.js';
import { arrivalsView, arrivalView } from './views/arrivals-view.js';

const ROWS = 100;
const unseen = new Refusal('other-feed', 'This was delivered on a feed that is not one of yours. The page of what arrived lists yours.');

/** What arrived: deliveries, their receipts and refused rows, for whoever answers for the feed or for its areas. */
@ApiExcludeController()
@Controller('submissions')
@UseFilters(PageProblems)
export class SubmissionPagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async arrivals(@Query() { cursor }: ArrivalsQueryDto, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    const { items, next } = await listed(this.queries.execute(new ListArrivals(feedsSeenBy(by, catalogue), ROWS, cursor)));
    return render('arrivals.njk', this.frames.of('What arrived', by), arrivalsView(items, next, catalogue));
  }

  @Get(':id')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async arrival(@Param() { id }: ArrivalParamsDto, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    const arrival = orRefuse(await this.queries.execute(new ShowArrival(id)), 404);
    const isSeen = feedsSeenBy(by, catalogue)?.includes(arrival.document.feed) ?? true;
    orRefuse(isSeen ? arrival : unseen, 403);
    const view = arrivalView(arrival, catalogue);
    return render('arrival.njk', this.frames.of(view.name, by, [ARRIVALS, { text: view.name, href: '' }]), view);
  }
}

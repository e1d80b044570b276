import { Controller, Get, Header, HttpStatus, Param, Query, Res, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Catalogue, type CatalogueView } from '#libs/catalogue';
import { Clock, isAreaCode, Refusal } from '#libs/kernel';
import { Allow, By, londonDate, type Person, refuse } from '#libs/platform';
import { OPEN_STATES } from '../domain/open-breaches.js';
import { heldTo, type Scope } from '../domain/who-sees.js';
import { listed, orRefuse } from '../http/ask.js';
import { type BreachFilter, ListBreaches } from '../list-breaches.js';
import { ListPartnerships } from '../list-partnerships.js';
import type { NamedStory } from '../named-story.js';
import { ShowPlace } from '../show-place.js';
import { ARRIVALS, Frames, START } from './frame.js';
import { PageProblems } from './page-problems.js';
import { PartnershipQueryDto, PartnershipsQueryDto } from './pages.dto.js';
import { placeOf } from './place-of.js';
import { render } from './render.js';
import { placeHref } from './views/hrefs.js';
import { partnershipView } from './views/partnership-view.js';
import { partnershipsView } from './views/partnerships-view.js';

const AT_ONCE = 1_000;
const ENDED_SHOWN = 50;
const ENDED = ['cleared', 'withdrawn', 'superseded'];

/** The pages of partnerships: what an answer of the API says, for people to look at. */
@ApiExcludeController()
@Controller()
@UseFilters(PageProblems)
export class PagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
    private readonly clock: Clock,
  ) {}

  @Get()
  async partnerships(@Query() { page }: PartnershipsQueryDto, @By() by: Person, @Res() response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    if (by.role === 'data-team') return response.redirect(HttpStatus.SEE_OTHER, ARRIVALS.href);
    const scope = orRefuse(heldTo(by, {}), 403);
    const standings = await this.queries.execute(new ListPartnerships(scope));
    const view = partnershipsView(standings, await this.catalogue.upToDate(), page);
    response.type('html').send(render('partnerships.njk', this.frames.of('Partnerships', by), view));
  }

  @Get('partnerships/:code')
  @Allow('lsp-manager', 'go-officer')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async partnership(@Param('code') code: string, @Query() asked: PartnershipQueryDto, @By() by: Person): Promise<string> {
    const catalogue = await this.catalogue.upToDate();
    if (!isAreaCode(code) || catalogue.area(code) === undefined)
      refuse(new Refusal('unknown-area', 'The catalogue has no such area. Go back to the partnerships and choose one.'), 404);
    orRefuse(heldTo(by, ownScope(code, by, catalogue)), 403);
    const place = catalogue.parentOf(code, 'district') === code ? { lsp: code } : { area: code };
    const judged = await this.queries.execute(new ShowPlace(place));
    const open = asked.breaches === undefined ? await this.open(place) : [];
    const ended = await listed(this.queries.execute(new ListBreaches({ ...place, state: ENDED }, ENDED_SHOWN, asked.breaches)));
    const facts = { judged, breaches: [...open, ...ended.items], nextBreaches: ended.next, today: londonDate(this.clock.now()) };
    const view = partnershipView(code, { ...facts, only: asked.element }, catalogue);
    const home = catalogue.parentOf(code, 'district') ?? code;
    const above = home === code ? [] : [{ text: catalogue.area(home)?.name ?? home, href: placeHref(home) }];
    return render('partnership.njk', this.frames.of(view.name, by, [START, ...above, { text: view.name, href: '' }]), view);
  }

  /** Every open breach of the place: none is left out. */
  private async open(place: BreachFilter): Promise<NamedStory[]> {
    const all: NamedStory[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, next } = await this.queries.execute(new ListBreaches({ ...place, state: OPEN_STATES }, AT_ONCE, cursor));
      all.push(...items);
      if (next === null) return all;
      cursor = next;
    }
  }
}

/** The area's place, under the code that the manager's token names where it is the same district. */
function ownScope(area: string, by: Person, catalogue: CatalogueView): Scope {
  const { lsp, region } = placeOf(area, catalogue);
  const isOwn = by.lsp !== null && lsp !== undefined && catalogue.codesOf(by.lsp).includes(lsp);
  return { lsp: isOwn ? by.lsp! : lsp, region };
}

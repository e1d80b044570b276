import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Catalogue } from '#libs/catalogue';
import { Allow, By, type Person } from '#libs/platform';
import type { Page } from '#libs/read-store';
import { heldTo } from '../domain/who-sees.js';
import { ListBreaches } from '../list-breaches.js';
import type { NamedStory } from '../named-story.js';
import { ShowBreach } from '../show-breach.js';
import { listed, orRefuse, refuseAsOf } from './ask.js';
import { Reached } from './reached.js';
import { BreachesQueryDto, BreachParamsDto, ReadDto } from './reads.dto.js';

/** One after the other, these turn a submission into a breach that can be seen, with its alerts. */
const READERS = ['assessment', 'alerting', 'breaches'];

/** Breaches: each an episode, told as one story with its steps and its alerts. */
@ApiTags('breaches')
@ApiBearerAuth()
@Controller('v1/breaches')
export class BreachesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reached: Reached,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @Allow('lsp-manager', 'go-officer')
  async list(@Query() asked: BreachesQueryDto, @By() by: Person): Promise<Page<NamedStory>> {
    refuseAsOf(asked.asOf);
    const { state, area, target, theme, limit, cursor } = asked;
    const scope = orRefuse(heldTo(by, { lsp: asked.lsp, region: asked.region }), 403);
    await this.reached.wait(READERS, asked.minPosition);
    return listed(this.queries.execute(new ListBreaches({ ...scope, state, area, target, theme }, limit, cursor)));
  }

  @Get(':id')
  @Allow('lsp-manager', 'go-officer')
  async show(@Param() { id }: BreachParamsDto, @Query() { minPosition }: ReadDto, @By() by: Person): Promise<NamedStory> {
    await this.reached.wait(READERS, minPosition);
    const story = orRefuse(await this.queries.execute(new ShowBreach(id)), 404);
    const isOwn = by.lsp !== null && this.catalogue.codesOf(by.lsp).includes(story.lsp ?? 'none');
    orRefuse(heldTo(by, { lsp: isOwn ? by.lsp! : (story.lsp ?? 'none'), region: story.region ?? 'none' }), 403);
    return story;
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Allow, By, type Person } from '#libs/platform';
import type { Page } from '#libs/read-store';
import { heldTo } from '../domain/who-sees.js';
import { ListProgress, type ShownJudgement } from '../list-progress.js';
import { listed, orRefuse, refuseAsOf } from './ask.js';
import { Reached } from './reached.js';
import { ProgressQueryDto } from './reads.dto.js';

/** Judgements: the colour of each area by each element, with the numbers behind it. */
@ApiTags('progress')
@ApiBearerAuth()
@Controller('v1/progress')
export class ProgressController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reached: Reached,
  ) {}

  @Get()
  @Allow('lsp-manager', 'go-officer')
  async list(@Query() asked: ProgressQueryDto, @By() by: Person): Promise<Page<ShownJudgement>> {
    refuseAsOf(asked.asOf);
    const { area, target, theme, period, limit, cursor } = asked;
    const scope = orRefuse(heldTo(by, { lsp: asked.lsp, region: asked.region }), 403);
    await this.reached.wait(['assessment'], asked.minPosition);
    return listed(this.queries.execute(new ListProgress({ ...scope, area, target, theme, period }, limit, cursor)));
  }
}

import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { Allow, By, type Person, refuse } from '#libs/platform';
import { BadCursor, type Page } from '#libs/read-store';
import type { AlertDocument } from '../domain/alert-document.js';
import { ListAlerts } from '../list-alerts.js';
import { type RetriedAlert, RetryAlert } from '../retry-alert.js';
import { AlertParamsDto, AlertsQueryDto } from './alerts.dto.js';

/** What Government Offices were told, and how its delivery stands. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** An officer sees the alerts of the own region. */
  @Get()
  @Allow('go-officer')
  async list(@Query() { region, state, limit, cursor }: AlertsQueryDto, @By() by: Person): Promise<Page<AlertDocument>> {
    const held = by.role === 'go-officer' ? by.region : null;
    if (by.role === 'go-officer' && (held === null || (region ?? held) !== held)) refuse(notYours, 403);
    try {
      return await this.queries.execute(new ListAlerts({ region: held ?? region, state }, limit, cursor));
    } catch (fault) {
      if (fault instanceof BadCursor) refuse(new Refusal('bad-cursor', fault.message), 400);
      throw fault;
    }
  }

  /** An officer retries the alerts of the own region. */
  @Post(':id/retry')
  @HttpCode(HttpStatus.OK)
  @Allow('go-officer')
  @ApiOperation({ summary: 'Try an alert again that failed for good' })
  async retry(@Param() { id }: AlertParamsDto, @By() by: Person): Promise<RetriedAlert> {
    if (by.role === 'go-officer' && by.region === null) refuse(notYours, 403);
    const outcome = await this.commands.execute(new RetryAlert(id, by.name, by.role === 'go-officer' ? by.region : null));
    if (outcome instanceof Refusal) refuse(outcome, outcome.code === 'no-such-alert' ? 404 : 409);
    return outcome;
  }
}

const notYours = new Refusal('other-region', 'An officer sees the alerts of the region that the token was made for; leave `region` out.');

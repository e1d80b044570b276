import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, By, type Person } from '#libs/platform';
import type { Receipt } from '../domain/submission-events.js';
import { GetReceipt } from '../get-receipt.js';
import { ListRefusals, type RefusalsPage } from '../list-refusals.js';
import { ListSubmissions } from '../list-submissions.js';
import { TakeBack } from '../take-back.js';
import { noSuchSubmission, ownFeed, taken } from './refusal-status.js';
import { PageDto, SubmissionsDto, WithdrawalDto } from './submissions.dto.js';

const ITEMS = 100;
const ROWS = 1000;

/** What has been pushed, and taking it back. A data team sees its own feeds. */
@Controller('v1/submissions')
export class SubmissionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Submissions, the latest first' })
  list(
    @Query() { feed, limit = ITEMS, cursor }: SubmissionsDto,
    @By() by: Person,
  ): Promise<{ items: readonly object[]; next: string | null }> {
    if (feed !== undefined && by.role === 'data-team') ownFeed(by, feed);
    const feeds = feed !== undefined ? [feed] : by.role === 'data-team' ? by.feeds : undefined;
    return this.queries.execute(new ListSubmissions(feeds, limit, cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'The receipt of a submission' })
  receipt(@Param('id') id: string, @By() by: Person): Promise<Receipt> {
    return this.seen(id, by);
  }

  @Get(':id/refusals')
  @ApiOperation({ summary: 'All rows that were refused' })
  async refusals(@Param('id') id: string, @Query() { limit = ROWS, cursor }: PageDto, @By() by: Person): Promise<RefusalsPage> {
    await this.seen(id, by);
    return taken(await this.queries.execute(new ListRefusals(id, limit, cursor)));
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Allow('data-team')
  @ApiOperation({ summary: 'Take a submission back: its statements stop counting' })
  async withdraw(@Param('id') id: string, @Body() { why }: WithdrawalDto, @By() by: Person): Promise<Receipt> {
    await this.seen(id, by);
    return taken(await this.commands.execute(new TakeBack(id, 'withdraw', { by: by.name, why })));
  }

  @Post(':id/reinstatement')
  @HttpCode(200)
  @Allow('data-team')
  @ApiOperation({ summary: 'Undo a withdrawal: its statements count again' })
  async reinstate(@Param('id') id: string, @Body() { why }: WithdrawalDto, @By() by: Person): Promise<Receipt> {
    await this.seen(id, by);
    return taken(await this.commands.execute(new TakeBack(id, 'reinstate', { by: by.name, why })));
  }

  private async seen(id: string, by: Person): Promise<Receipt> {
    const receipt = taken((await this.queries.execute(new GetReceipt(id))) ?? noSuchSubmission(id));
    if (by.role === 'data-team') ownFeed(by, receipt.feed);
    return receipt;
  }
}

import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Catalogue, feedsSeenBy, maySeeFeed } from '#libs/catalogue';
import { Refusal } from '#libs/kernel';
import { Allow, By, type Person, refuse } from '#libs/platform';
import type { Receipt } from '../domain/submission-events.js';
import { GetReceipt } from '../get-receipt.js';
import { ListRefusals, type RefusalsPage } from '../list-refusals.js';
import { ListSubmissions } from '../list-submissions.js';
import { RetrySubmission } from '../retry-submission.js';
import { TakeBack } from '../take-back.js';
import { finished, noSuchSubmission, ownFeed, taken } from './refusal-status.js';
import { PageDto, SubmissionsDto, WithdrawalDto } from './submissions.dto.js';

const ITEMS = 100;
const ROWS = 1000;

/** What has been pushed, and taking it back. A data team sees its own feeds, others those of their areas. */
@Controller('v1/submissions')
export class SubmissionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Submissions, the latest first' })
  async list(
    @Query() { feed, state, limit = ITEMS, cursor }: SubmissionsDto,
    @By() by: Person,
  ): Promise<{ items: readonly object[]; next: string | null }> {
    if (feed !== undefined) await this.seesFeed(by, feed);
    const feeds = feed !== undefined ? [feed] : feedsSeenBy(by, await this.catalogue.upToDate());
    return this.queries.execute(new ListSubmissions({ feeds, state }, limit, cursor));
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

  @Post(':id/retry')
  @HttpCode(200)
  @Allow('data-team')
  @ApiOperation({ summary: 'Finish a submission that failed, from its kept body' })
  async retry(@Param('id') id: string, @By() by: Person): Promise<Receipt> {
    await this.seen(id, by);
    return finished(await this.commands.execute(new RetrySubmission(id))).receipt;
  }

  private async seen(id: string, by: Person): Promise<Receipt> {
    const receipt = taken((await this.queries.execute(new GetReceipt(id))) ?? noSuchSubmission(id));
    await this.seesFeed(by, receipt.feed);
    return receipt;
  }

  /** A data team sees its own feeds, others those of their areas. */
  private async seesFeed(by: Person, code: string): Promise<void> {
    if (by.role === 'data-team') return ownFeed(by, code);
    const catalogue = await this.catalogue.upToDate();
    const feed = catalogue.feed(code);
    if (by.role === 'administrator' || (feed && maySeeFeed(by, feed, catalogue))) return;
    refuse(
      new Refusal('not-your-feed', `${by.name} may not see what was delivered on ${code}: it states nothing of their area.`),
      HttpStatus.FORBIDDEN,
    );
  }
}

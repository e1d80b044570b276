import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { FeedProgress, type Lag, type Parked } from '#libs/event-feed';
import { Refusal } from '#libs/kernel';
import type { Page } from '#libs/read-store';
import { refuse } from '../http/problem.js';
import { Allow, By } from '../security/decorators.js';
import type { Person } from '../security/person.js';
import { PARKED_DISCARD, PARKED_RETRY, REBUILD } from '../threads/readers-at-work.js';
import { ThreadCalls } from '../threads/thread-calls.js';
import { FeedState } from './feed-state.js';
import type { HealthIssue } from './health-issues.js';
import { DiscardDto, ParkedDto, ScopeDto } from './projections.dto.js';

/** A projection and how it stands. */
type Projection = Lag & { readonly name: string };
type ParkedEntry = Parked & { readonly projection: string; readonly reason: string };

/** Shows and looks after the projections and process managers. */
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly threads: ThreadCalls,
    private readonly feed: FeedState,
    private readonly progress: FeedProgress,
  ) {}

  @Get()
  @Allow('administrator')
  @ApiOperation({ summary: 'The projections: how far each is behind the log, its state, and how much it has parked' })
  async list(): Promise<{ items: readonly Projection[]; issues: readonly HealthIssue[]; next: null }> {
    const { readers, issues = [] } = await this.feed.state();
    return { items: readers.map((lag) => ({ name: lag.reader, ...lag })), issues, next: null };
  }

  @Get('parked')
  @Allow('administrator')
  @ApiOperation({ summary: 'What could not be applied and why, what is left out for good included' })
  async parked(@Query() { projection: reader, state, limit, cursor }: ParkedDto): Promise<Page<ParkedEntry>> {
    const { items, next } = await this.progress.parked({ reader, state }, { limit, cursor });
    return { items: items.map((one) => ({ ...one, projection: one.reader, reason: one.error })), next };
  }

  @Post(':name/rebuild')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Make the read models of a projection again from the log; the answer comes when they are being made' })
  rebuild(@Param('name') reader: string): Promise<object> {
    return this.ask(REBUILD, { reader });
  }

  @Post(':name/parked/:stream/retry')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Apply again what was parked, by a rebuild of its projection' })
  retry(@Param('name') reader: string, @Param('stream') stream: string, @Query() { scope = '' }: ScopeDto): Promise<object> {
    return this.ask(PARKED_RETRY, { reader, stream, scope });
  }

  @Post(':name/parked/:stream/discard')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Leave out for good what was parked, with a reason' })
  discard(
    @Param('name') reader: string,
    @Param('stream') stream: string,
    @Query() { scope = '' }: ScopeDto,
    @Body() { why }: DiscardDto,
    @By() { name }: Person,
  ): Promise<object> {
    return this.ask(PARKED_DISCARD, { item: { reader, stream, scope }, why, by: name });
  }

  private async ask(job: string, data: object): Promise<object> {
    const outcome = await this.threads.call<object | Refusal>('readers', job, data);
    if (outcome instanceof Refusal) refuse(outcome, HttpStatus.NOT_FOUND);
    return outcome;
  }
}

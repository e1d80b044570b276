import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type DecisionOutcome, FeedProgress, type Lag, type Parked, type ParkedItem, ParkedItems } from '#libs/event-feed';
import { Refusal } from '#libs/kernel';
import type { Page } from '#libs/read-store';
import { refuse } from '../http/problem.js';
import { Allow, By } from '../security/decorators.js';
import type { Person } from '../security/person.js';
import { REBUILD } from '../threads/readers-at-work.js';
import { ThreadCalls } from '../threads/thread-calls.js';
import { FeedState } from './feed-state.js';
import type { HealthIssue } from './health-issues.js';
import { DiscardDto, ParkedDto, ScopeDto } from './projections.dto.js';

/** A projection and how it stands. */
type Projection = Lag & { readonly name: string };
/** A parked item, and what became of the decision about it. */
type DecidedItem = DecisionOutcome & { readonly projection: string; readonly stream: string; readonly scope: string };
type ParkedEntry = Parked & { readonly projection: string; readonly reason: string };

/** Shows and looks after the projections and process managers. */
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly threads: ThreadCalls,
    private readonly feed: FeedState,
    private readonly progress: FeedProgress,
    private readonly parkedItems: ParkedItems,
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
  async rebuild(@Param('name') reader: string): Promise<object> {
    const outcome = await this.threads.call<object | Refusal>('readers', REBUILD, { reader });
    if (outcome instanceof Refusal) refuse(outcome, HttpStatus.NOT_FOUND);
    return outcome;
  }

  @Post(':name/parked/:stream/retry')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Apply again what was parked, and that alone; the answer says whether it could be' })
  async retry(
    @Param('name') reader: string,
    @Param('stream') stream: string,
    @Query() { scope = '' }: ScopeDto,
    @By() { name }: Person,
  ): Promise<DecidedItem> {
    const item = { reader, stream, scope };
    return decided(item, await this.parkedItems.retry(item, name));
  }

  @Post(':name/parked/:stream/discard')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Leave out for good what was parked, with a reason' })
  async discard(
    @Param('name') reader: string,
    @Param('stream') stream: string,
    @Query() { scope = '' }: ScopeDto,
    @Body() { why }: DiscardDto,
    @By() { name }: Person,
  ): Promise<DecidedItem> {
    const item = { reader, stream, scope };
    return decided(item, await this.parkedItems.discard(item, { why, by: name }));
  }
}

function decided({ reader, stream, scope }: ParkedItem, outcome: DecisionOutcome | undefined): DecidedItem {
  if (outcome) return { projection: reader, stream, scope, ...outcome };
  const of = scope === '' ? '' : ` with the scope ${scope}`;
  const detail = `${reader} has parked nothing of ${stream}${of}; GET /v1/projections/parked lists what is parked.`;
  return refuse(new Refusal('not-parked', detail), HttpStatus.NOT_FOUND);
}

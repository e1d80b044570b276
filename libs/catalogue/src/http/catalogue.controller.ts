import { Body, Controller, Get, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { Allow, By, type Person, refuse } from '#libs/platform';
import { Catalogue } from '../catalogue.js';
import type { Defined } from '../commands/author.js';
import { DefineFeed } from '../commands/define-feed.js';
import { DefineGroup } from '../commands/define-group.js';
import { DefineIndicator } from '../commands/define-indicator.js';
import type { Feed, Group, Indicator } from '../domain/types.js';
import { CodeDto, ListDto } from './catalogue.dto.js';
import { FeedDto } from './feed.dto.js';
import { GroupDto } from './group.dto.js';
import { derivationOf, IndicatorDto } from './indicator.dto.js';
import { found, type Listed, listed, taken } from './answers.js';

/** Indicators, groups and feeds: all roles read them, administrators define them. */
@ApiTags('catalogue')
@Controller('v1')
export class CatalogueController {
  constructor(
    private readonly commands: CommandBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('indicators')
  @ApiOperation({ summary: 'The indicators in order of code' })
  async indicators(@Query() page: ListDto): Promise<Listed<Indicator>> {
    return listed((await this.catalogue.upToDate()).indicators(), page);
  }

  @Get('indicators/:code')
  async indicator(@Param() { code }: CodeDto): Promise<Indicator> {
    return found((await this.catalogue.upToDate()).indicator(code), 'indicator', code);
  }

  @Post('indicators')
  @Allow('administrator')
  @ApiOperation({ summary: 'Define an indicator or its next version' })
  async defineIndicator(@Body() { why, derived, ...stated }: IndicatorDto, @By() by: Person): Promise<Defined<Indicator>> {
    const rule = derived ? derivationOf(derived) : null;
    if (rule === undefined) refuse(UNCLEAR, HttpStatus.BAD_REQUEST);
    return taken(await this.commands.execute(new DefineIndicator({ ...stated, derived: rule }, { by: by.name, why })));
  }

  @Get('groups')
  @ApiOperation({ summary: 'The groups in order of code' })
  async groups(@Query() page: ListDto): Promise<Listed<Group>> {
    return listed((await this.catalogue.upToDate()).groups(), page);
  }

  @Get('groups/:code')
  async group(@Param() { code }: CodeDto): Promise<Group> {
    return found((await this.catalogue.upToDate()).group(code), 'group', code);
  }

  @Post('groups')
  @Allow('administrator')
  @ApiOperation({ summary: 'Freeze a list of areas as a group' })
  async defineGroup(@Body() { code, name, areas, at, why, notes }: GroupDto, @By() by: Person): Promise<Defined<Group>> {
    const group: Group = { code, name, areas, at, why, ...(notes && { notes }) };
    return taken(await this.commands.execute(new DefineGroup(group, { by: by.name, why })));
  }

  @Get('feeds')
  @ApiOperation({ summary: 'The feeds in order of code' })
  async feeds(@Query() page: ListDto): Promise<Listed<Feed>> {
    return listed((await this.catalogue.upToDate()).feeds(), page);
  }

  @Get('feeds/:code')
  async feed(@Param() { code }: CodeDto): Promise<Feed> {
    return found((await this.catalogue.upToDate()).feed(code), 'feed', code);
  }

  @Post('feeds')
  @Allow('administrator')
  @ApiOperation({ summary: 'Define a feed or the next version of its profile' })
  async defineFeed(@Body() { why, areas = [], ...stated }: FeedDto, @By() by: Person): Promise<Defined<Feed>> {
    return taken(await this.commands.execute(new DefineFeed({ ...stated, areas }, { by: by.name, why })));
  }
}

const UNCLEAR = new Refusal('unclear-derivation', 'State exactly one of sumOfParts, sumOver and rate.');

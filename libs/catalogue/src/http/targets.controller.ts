import { Body, Controller, Get, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { Allow, By, type Person, refuse } from '#libs/platform';
import { Catalogue } from '../catalogue.js';
import { PostTarget, type TargetDefinition } from '../commands/post-target.js';
import type { Target, TargetVersion } from '../domain/types.js';
import { found, type Listed, listed, taken } from './answers.js';
import { CodeDto, ListDto } from './catalogue.dto.js';
import { elementOf, TargetDto, VersionDto } from './target.dto.js';

/** A target as it is posted, with the latest version on top and every version below. */
interface ShownTarget extends Omit<TargetVersion, 'version' | 'made'> {
  readonly code: string;
  readonly theme: Target['theme'];
  readonly version: TargetVersion['made'];
  readonly versions: readonly TargetVersion[];
  readonly position?: string;
}

function shown({ code, theme, versions }: Target): ShownTarget {
  const { version: _number, made, ...latest } = versions.at(-1)!;
  return { code, theme, ...latest, version: made, versions };
}

/** Floor targets: all roles read them, administrators make their versions. */
@ApiTags('catalogue')
@Controller('v1/targets')
export class TargetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The floor targets in order of code' })
  async targets(@Query() page: ListDto): Promise<Listed<ShownTarget>> {
    const { items, next } = listed((await this.catalogue.upToDate()).targets(), page);
    return { items: items.map(shown), next };
  }

  @Get(':code')
  async target(@Param() { code }: CodeDto): Promise<ShownTarget> {
    return shown(found((await this.catalogue.upToDate()).target(code), 'target', code));
  }

  @Post()
  @Allow('administrator')
  @ApiOperation({ summary: 'Make the first or the next version of a floor target' })
  async post(@Body() { why, version, elements, ...stated }: TargetDto, @By() by: Person): Promise<ShownTarget> {
    const target: TargetDefinition = { ...stated, elements: elements.map(elementOf), made: madeOf(version) };
    const posted = taken(await this.commands.execute(new PostTarget(target, { by: by.name, why })));
    return { ...shown(posted), position: posted.position };
  }
}

function madeOf(version: VersionDto | undefined): TargetDefinition['made'] {
  if (version === undefined) return undefined;
  const { change, correction } = version;
  if (change && !correction) return { change: { appliesFrom: change.appliesFrom } };
  if (correction && !change) return { correction: { of: correction.of } };
  return refuse(new Refusal('unclear-version', 'A version is either a change or a correction.'), HttpStatus.BAD_REQUEST);
}

import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IncomingMessage } from 'node:http';
import { type AreaType, Refusal } from '#libs/kernel';
import { Allow, bodyOf, By, type Person, RawBody, refuse } from '#libs/platform';
import { Catalogue } from '../catalogue.js';
import { type AreasImportedAnswer, ImportAreas } from '../commands/import-areas.js';
import type { Area, AreaLink } from '../domain/types.js';
import { AREA_FILE_BYTES_MAX } from '../reading/area-text.js';
import { found, taken } from './answers.js';
import { areasOf } from './area-list.js';
import { CodeDto, ImportDto } from './catalogue.dto.js';

/** An area with its boundary changes, and the larger areas that it lies in as things stand. */
interface ShownArea extends Area {
  readonly links: readonly AreaLink[];
  readonly liesIn: Readonly<Partial<Record<AreaType, string>>>;
}

const LARGER: readonly AreaType[] = [
  'ward',
  'district',
  'county',
  'community-safety-partnership',
  'police-force-area',
  'region',
  'country',
];

/** Areas: all roles read them, administrators import them. */
@ApiTags('catalogue')
@Controller('v1/areas')
export class AreasController {
  constructor(
    private readonly commands: CommandBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get(':code')
  @ApiOperation({ summary: 'An area with its parents, boundary changes and vintages' })
  async area(@Param() { code }: CodeDto): Promise<ShownArea> {
    const view = await this.catalogue.upToDate();
    const { name, type, from, until, parents, vintages } = found(view.area(code), 'area', code);
    const above = LARGER.map((larger) => [larger, view.parentOf(code, larger)] as const).filter(
      ([, other]) => other !== undefined && other !== code,
    );
    return { code, name, type, from, until, parents, vintages, links: view.links(code), liesIn: Object.fromEntries(above) };
  }

  @Post()
  @Allow('administrator')
  @RawBody()
  @HttpCode(200)
  @ApiOperation({ summary: 'State areas: a JSON list, or the plain CSV code,name,type,parent,from,until' })
  @ApiConsumes('application/json', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async state(@Req() request: IncomingMessage, @Query() { name, why }: ImportDto, @By() by: Person): Promise<AreasImportedAnswer> {
    const bytes = await wholeBody(request);
    const json = (request.headers['content-type'] ?? '').includes('json');
    const from = json ? areasOf(bytes) : bytes;
    if (from instanceof Refusal) refuse(from);
    return this.import(from, by, why ?? whyOf(name));
  }

  @Post('import')
  @Allow('administrator')
  @RawBody()
  @HttpCode(200)
  @ApiOperation({ summary: 'Import a published lookup or change file, known by its header, plain or gzip' })
  @ApiConsumes('text/csv', 'application/gzip', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async importFile(@Req() request: IncomingMessage, @Query() { name, why }: ImportDto, @By() by: Person): Promise<AreasImportedAnswer> {
    return this.import(await wholeBody(request), by, why ?? whyOf(name));
  }

  private async import(from: ConstructorParameters<typeof ImportAreas>[0], by: Person, why: string): Promise<AreasImportedAnswer> {
    return taken(await this.commands.execute(new ImportAreas(from, { by: by.name, why })));
  }
}

const whyOf = (name: string | undefined): string => (name === undefined ? 'Import of areas' : `Import of ${name.replace(/^.*[/\\]/, '')}`);

async function wholeBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bodyOf(request, { bytesMax: AREA_FILE_BYTES_MAX })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

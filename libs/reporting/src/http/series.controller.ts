import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ShowSeries, type SeriesAnswer } from '../show-series.js';
import { orRefuse } from './ask.js';
import { LogPositions } from './log-positions.js';
import { parseReleasedBy } from './moment.js';
import { Reached } from './reached.js';
import { SeriesParamsDto, SeriesQueryDto } from './reads.dto.js';

/** Figures: what stands now, what was known at a moment, what had been released by a date. Published figures: every role reads them. */
@ApiTags('series')
@ApiBearerAuth()
@Controller('v1/series')
export class SeriesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly reached: Reached,
    private readonly positions: LogPositions,
  ) {}

  @Get(':indicator/:area')
  async show(@Param() { indicator, area }: SeriesParamsDto, @Query() asked: SeriesQueryDto): Promise<SeriesAnswer> {
    const cut = await this.positions.asOf(asked.asOf);
    const releasedBy = asked.releasedBy === undefined ? undefined : orRefuse(parseReleasedBy(asked.releasedBy), 400);
    await this.reached.wait(['series'], asked.minPosition);
    return orRefuse(await this.queries.execute(new ShowSeries(indicator, area, asked.breakdown, { ...cut, releasedBy })), 404);
  }
}

import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { Refusal } from '#libs/kernel';
import { refuse } from '../http/problem.js';
import { Allow } from '../security/decorators.js';
import { REBUILD } from '../threads/readers-at-work.js';
import { ThreadCalls } from '../threads/thread-calls.js';

/** Which reader to rebuild; all when none is named. */
class RebuildDto {
  @IsOptional() @Matches(/^[a-z0-9][a-z0-9-]{0,79}$/) reader?: string;
}

/** Takes care of the readers. */
@Controller('v1/readers')
export class ReadersController {
  constructor(private readonly threads: ThreadCalls) {}

  @Post('rebuild')
  @HttpCode(HttpStatus.OK)
  @Allow('administrator')
  @ApiOperation({ summary: 'Drop read models and make them again from the log; the answer comes when they are being made' })
  async rebuild(@Body() { reader }: RebuildDto): Promise<{ readers: readonly string[] }> {
    const outcome = await this.threads.call<{ readers: string[] } | Refusal>('readers', REBUILD, { reader });
    if (outcome instanceof Refusal) refuse(outcome, HttpStatus.NOT_FOUND);
    return outcome;
  }
}

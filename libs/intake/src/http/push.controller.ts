import { Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Refusal } from '#libs/kernel';
import { Allow, bodyOf, By, Config, type Person, RawBody, refuse } from '#libs/platform';
import type { Receipt } from '../domain/submission-events.js';
import { ReceiveSubmission } from '../receive-submission.js';
import { PushDto } from './push.dto.js';
import { PushProgress, type PushUnderWay } from './push-progress.js';
import { finished, ownFeed } from './refusal-status.js';

const RETRY_AFTER_S = 30;
const KEY = /^[\x21-\x7e]{1,200}$/;
const wrongKey = new Refusal('bad-idempotency-key', 'An Idempotency-Key has 1 to 200 visible ASCII characters.');

/** Takes files in. */
@Controller('v1/feeds/:feed')
export class PushController {
  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
    private readonly progress: PushProgress,
  ) {}

  @Post('submissions')
  @Allow('data-team')
  @RawBody()
  @ApiOperation({ summary: 'Push a file; the answer is its receipt' })
  @ApiConsumes('text/csv', 'application/x-ndjson', 'application/json', 'application/gzip', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  async push(
    @Param('feed') feed: string,
    @Query() { released, name, backfill, dryRun, refusals }: PushDto,
    @By() by: Person,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Receipt> {
    ownFeed(by, feed);
    const idempotencyKey = checkHead(response.req);
    const body = bodyOf(response.req, { bytesMax: this.config.bodyBytesMax });
    const how = {
      released,
      name,
      backfill: backfill === 'true',
      dryRun: dryRun === 'true',
      allRefusals: refusals === 'all',
      idempotencyKey,
    };
    const delivery = { feed, body, by: by.name, ...how };
    const outcome = await this.commands.execute(new ReceiveSubmission(delivery));
    if (outcome instanceof Refusal && outcome.code === 'busy') response.setHeader('Retry-After', RETRY_AFTER_S);
    const { receipt, first } = finished(outcome);
    const isNew = first && !receipt.dryRun;
    const isUnderWay = receipt.state === 'started'; // Another instance is recording it: its receipt will stand there.
    response.status(isUnderWay ? HttpStatus.ACCEPTED : isNew ? HttpStatus.CREATED : HttpStatus.OK);
    if (isNew || isUnderWay) response.location(`/v1/submissions/${receipt.submission}`);
    return receipt;
  }

  @Get('progress')
  @Allow('data-team')
  @ApiOperation({ summary: 'The pushes to this feed that are being recorded now' })
  underWay(@Param('feed') feed: string, @By() by: Person): { items: PushUnderWay[]; next: null } {
    ownFeed(by, feed);
    return { items: this.progress.of(feed), next: null };
  }
}

/** Refuses what can be refused before the body is read, and gives the Idempotency-Key. The type is not trusted further: the feed says how a body is read. */
function checkHead(request: Request): string | undefined {
  const { 'content-type': type = 'text/csv', 'content-encoding': encoding = 'identity' } = request.headers;
  const key = request.get('idempotency-key');
  if (!/^(text|application)\//i.test(type))
    refuse(unsupported(`A body of the type ${type.slice(0, 60)}`), HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  if (!/^(gzip|x-gzip|identity)$/i.test(encoding))
    refuse(unsupported(`The encoding ${encoding.slice(0, 60)}`), HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  if (key !== undefined && !KEY.test(key)) refuse(wrongKey, HttpStatus.BAD_REQUEST);
  return key;
}

const unsupported = (what: string): Refusal =>
  new Refusal('unsupported-body', `${what} cannot be read; send the file itself, plain or as gzip, and not as a form.`);

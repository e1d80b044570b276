import { Controller, Header, Headers, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { Config } from '../config/config.js';
import { refuse } from '../http/problem.js';
import { Allow } from './decorators.js';
import { Sessions } from './sessions.js';

/** Makes sign-in links, in place of one that was used or is too old. */
@ApiTags('access')
@Controller('v1/sign-in-links')
export class SignInLinksController {
  constructor(
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  @Post()
  @Allow('administrator')
  @Header('Cache-Control', 'no-store, no-transform') // Uncompressed: the answer holds a secret.
  @ApiOperation({ summary: 'Make a sign-in link, which works once and for 15 minutes' })
  create(@Headers('host') host: string): { url: string; expires: string } {
    if (this.config.stores === 'servers') refuse(ON_SERVERS); // A session is held by one instance, and any may be asked.
    const { code, until } = this.sessions.newCode();
    return { url: `http://${host}/sign-in?code=${code}`, expires: until.toISOString() };
  }
}

const ON_SERVERS = new Refusal(
  'no-sign-in-links',
  'There are no sign-in links on servers yet: send a token as "Authorization: Bearer ...".',
);

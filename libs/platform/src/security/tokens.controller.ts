import { Body, Controller, Post } from '@nestjs/common';
import { Clock, Refusal } from '#libs/kernel';
import { refuse } from '../http/problem.js';
import { Allow } from './decorators.js';
import type { Person } from './person.js';
import { TokenDto } from './token.dto.js';
import { TokenStore } from './tokens.js';

/** Makes tokens on a running server. */
@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokenStore,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Allow('administrator')
  async create(@Body() asked: TokenDto): Promise<{ token: string } & Person> {
    const person = holderOf(asked);
    if (person instanceof Refusal) refuse(person);
    return { token: await this.tokens.create(person, this.clock.now()), ...person };
  }
}

/** The person that a token stands for; refuses a role without what it is held to. */
export function holderOf({ role, feeds = [], lsp, region, name }: TokenDto): Person | Refusal {
  const bounds = {
    'data-team': ['feed', feeds[0]],
    'lsp-manager': ['lsp', lsp],
    'go-officer': ['region', region],
    administrator: ['', ''],
  } as const;
  const [bound, value] = bounds[role];
  if (value === undefined) return new Refusal('token-without-bounds', `A token for ${role} needs its ${bound}.`, { role, lacks: bound });
  return { role, feeds, lsp: lsp ?? null, region: region ?? null, name: name ?? role };
}

import { Body, Controller, Delete, Get, Header, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '#libs/kernel';
import { refuse } from '../http/problem.js';
import { Allow, By } from './decorators.js';
import type { Person } from './person.js';
import { type ShownToken, TokenDesk } from './token-desk.js';
import { TokenDto, TokenIdDto, TokensDto } from './token.dto.js';

/** Makes, lists and revokes tokens on a running server. */
@ApiTags('access')
@Controller('v1/tokens')
export class TokensController {
  constructor(private readonly desk: TokenDesk) {}

  @Post()
  @Allow('administrator')
  @Header('Cache-Control', 'no-store, no-transform') // Uncompressed: the answer holds a secret beside what was asked.
  @ApiOperation({ summary: 'Make a token; its text is shown this once' })
  async create(
    @Body() { expires, ...asked }: TokenDto,
    @By() by: Person,
  ): Promise<{ id: string; token: string; expires: string | null } & Person> {
    const person = holderOf(asked);
    if (person instanceof Refusal) refuse(person);
    const issued = await this.desk.issue(person, expires ?? null, by);
    if (issued instanceof Refusal) refuse(issued);
    return { ...issued, ...person };
  }

  @Get()
  @Allow('administrator')
  @ApiOperation({ summary: 'The tokens in order of their making, never their texts' })
  async list(@Query() { limit, cursor }: TokensDto): Promise<{ items: readonly ShownToken[]; next: string | null }> {
    const all = await this.desk.list();
    const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    if (cursor !== undefined && from === 0) refuse(BAD_CURSOR, HttpStatus.BAD_REQUEST);
    const items = all.slice(from, from + limit);
    return { items, next: from + limit < all.length ? items.at(-1)!.id : null };
  }

  @Delete(':id')
  @Allow('administrator')
  @ApiOperation({ summary: 'Revoke a token: it opens nothing from now on; again is harmless' })
  async revoke(@Param() { id }: TokenIdDto, @By() by: Person): Promise<ShownToken> {
    const revoked = await this.desk.revoke(id, by);
    if (revoked instanceof Refusal) refuse(revoked, HttpStatus.NOT_FOUND);
    return revoked;
  }
}

const BAD_CURSOR = new Refusal('bad-cursor', 'The cursor is not one that a page gave out; start again without it.');

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

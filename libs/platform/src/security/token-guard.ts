import { type CanActivate, type ExecutionContext, HttpStatus, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock, Refusal } from '#libs/kernel';
import { ProblemException } from '../http/problem.js';
import { ALLOWED, type Asked, PERSON, PUBLIC } from './decorators.js';
import type { Person, Role } from './person.js';
import { SESSION_COOKIE, Sessions } from './sessions.js';
import { TokenStore } from './tokens.js';

/** Lets a request through when its route is public, or its holder's role may use it. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenStore,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const request = context.switchToHttp().getRequest<Asked>();
    const person = await this.personOf(request);
    if (person === undefined) throw new ProblemException(notKnown, HttpStatus.UNAUTHORIZED);
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(ALLOWED, places);
    if (roles !== undefined && person.role !== 'administrator' && !roles.includes(person.role)) {
      throw new ProblemException(notAllowed(roles), HttpStatus.FORBIDDEN);
    }
    request[PERSON] = person;
    return true;
  }

  private async personOf(request: Asked): Promise<Person | undefined> {
    const bearer = /^Bearer +(\S{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return this.tokens.verify(bearer, this.clock.now());
    const session = cookieOf(request.headers.cookie ?? '', SESSION_COOKIE);
    return session === undefined || !isOwnPage(request) ? undefined : this.sessions.personOf(session);
  }
}

/** A browser sends its cookie whoever wrote the page: what changes something must come from a page of ours. */
function isOwnPage({ method, headers }: Asked): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  return headers.origin !== undefined && URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.slice(0, 8_192).split(';')) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}

const notKnown = new Refusal(
  'not-signed-in',
  'Send a token as "Authorization: Bearer ..." (floor token create makes one), or open a sign-in link: the start prints one, and floor sign-in makes a new one.',
);
const notAllowed = (roles: readonly Role[]): Refusal =>
  new Refusal('not-allowed', `This needs the role ${[...roles, 'administrator'].join(' or ')}.`, { roles });

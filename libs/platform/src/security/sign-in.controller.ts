import { Controller, Get, HttpStatus, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Refusal } from '#libs/kernel';
import { ProblemException } from '../http/problem.js';
import { Public } from './decorators.js';
import { SESSION_COOKIE, SESSION_SECONDS, Sessions } from './sessions.js';

/** Takes the code of the printed link and gives the browser a session in its place. */
@Controller('sign-in')
@ApiExcludeController()
export class SignInController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Public()
  signIn(@Query('code') code: unknown, @Res() response: Response): void {
    const session = typeof code === 'string' ? this.sessions.start(code) : undefined;
    if (session === undefined) throw new ProblemException(wrongCode, HttpStatus.UNAUTHORIZED);
    response.cookie(SESSION_COOKIE, session, { httpOnly: true, sameSite: 'strict', path: '/', maxAge: SESSION_SECONDS * 1000 });
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(HttpStatus.SEE_OTHER, '/'); // The code leaves the address bar.
  }
}

const wrongCode = new Refusal(
  'wrong-sign-in-link',
  'This sign-in link was used already, is older than 15 minutes, or is of another start; floor sign-in prints a new one.',
);

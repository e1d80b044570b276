import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Config, ProblemException } from '#libs/platform';
import { render } from './render.js';

/** A refusal on a page is a page: in plain words, and, for someone who is not signed in, with the way in. */
@Catch(ProblemException)
export class PageProblems implements ExceptionFilter<ProblemException> {
  constructor(private readonly config: Config) {}

  catch({ problem }: ProblemException, host: ArgumentsHost): void {
    const signIn = problem.status === 401;
    const heading = signIn ? 'Sign in' : problem.title;
    const detail = signIn ? 'These pages are for people who are signed in.' : problem.detail;
    const response = host.switchToHttp().getResponse<Response>();
    response.status(problem.status).setHeader('Cache-Control', 'no-store');
    response.type('html').send(render('problem.njk', { title: heading, sample: this.config.sample }, { heading, detail, signIn }));
  }
}

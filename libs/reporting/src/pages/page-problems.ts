import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Config, type Problem, ProblemException } from '#libs/platform';
import { render } from './render.js';

/** What a person who looks at pages is told, where a program is told something else. */
const WORDS: Readonly<Record<string, string>> = {
  'no-such-route': 'There is no page at this address. Check it, or start from the list of partnerships.',
  'not-allowed':
    'This page is for people who answer for the area: its partnership and its Government Office. You can look at figures, and at what arrived on your feeds.',
};

/** A problem as a page in the frame of all pages: in plain words, and, for someone who is not signed in, with the way in. */
export function problemPage({ status, title, detail, code }: Problem, sample: boolean): string {
  const signIn = status === 401;
  const isLink = code === 'wrong-sign-in-link';
  const heading = signIn ? 'Sign in' : status === 404 && code === 'no-such-route' ? 'Page not found' : title;
  const text = signIn && !isLink ? 'These pages are for people who are signed in.' : detail;
  return render('problem.njk', { title: heading, sample }, { heading, detail: WORDS[code] ?? text, signIn });
}

/** A refusal on a page is a page. */
@Catch(ProblemException)
export class PageProblems implements ExceptionFilter<ProblemException> {
  constructor(private readonly config: Config) {}

  catch({ problem }: ProblemException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.status(problem.status).setHeader('Cache-Control', 'no-store');
    response.type('html').send(problemPage(problem, this.config.sample));
  }
}

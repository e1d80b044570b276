import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isStoreFault } from '#libs/event-feed';
import { Refusal } from '#libs/kernel';
import { BadCursor } from '#libs/read-store';
import { BodyCut, drain } from './body.js';
import { type Problem, ProblemException, problemOf } from './problem.js';
import { ProblemPages } from './problem-page.js';

/** What a client that is told to come back waits, where nothing says otherwise. */
const RETRY_AFTER_S = 30;

/** The one place where an exception becomes an answer: a problem that says what to do, or a fault's reference and no more. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  constructor(private readonly pages: ProblemPages) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    if (error instanceof BodyCut) return void response.destroy(); // Nobody is left to answer, and whoever went away knows.
    if (response.headersSent) {
      this.fault(error, request); // Half an answer is out: only the cut line can say that it is not whole.
      response.destroy();
      return;
    }
    this.answer(this.toProblem(error, request), request, response);
  }

  private answer(problem: Problem, request: Request, response: Response): void {
    response.status(problem.status);
    response.setHeader('Cache-Control', 'no-store');
    if (problem.status === 503 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', RETRY_AFTER_S);
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    drain(request);
    const asPage = !request.path.startsWith('/v1/') && request.accepts(['json', 'html']) === 'html';
    if (asPage) response.type('html').send(this.pages.draw(problem));
    else response.type('application/problem+json').send(JSON.stringify(problem));
  }

  private toProblem(error: unknown, request: Request): Problem {
    if (error instanceof ProblemException) return error.problem;
    if (error instanceof BadCursor) return problemOf(new Refusal('bad-cursor', error.message), 400);
    if (error instanceof HttpException && error.getStatus() < 500) return ofNest(error);
    const reference = this.fault(error, request);
    if (isStorageFull(error)) return problemOf(storageFull(reference), 507);
    if (isOutOfHandles(error)) return problemOf(tooManyOpen(reference), 503);
    if (isDamage(error)) return problemOf(storeDamaged(reference), 503);
    if (isStoreFault(error)) return problemOf(storeAway(reference), 503);
    return problemOf(
      new Refusal('fault', `Something broke on our side. Quote the reference ${reference} when you tell us.`, { reference }),
      500,
    );
  }

  private fault(error: unknown, { method, path }: Request): string {
    const reference = randomUUID();
    this.log.error(`${method} ${path} broke; reference ${reference}`, error instanceof Error ? error.stack : String(error));
    return reference;
  }
}

/** Whether the disk is full. */
const isStorageFull = (error: unknown): boolean =>
  speaksOf(error, /^(ENOSPC|EDQUOT|SQLITE_FULL)$/, /ENOSPC|EDQUOT|database or disk is full/);

/** Whether the process, or the machine, may open no more files and connections. */
const isOutOfHandles = (error: unknown): boolean => speaksOf(error, /^(EMFILE|ENFILE)$/, /EMFILE|ENFILE/);

/** By its code, or by its message, with which alone an error of a worker thread comes. */
function speaksOf(error: unknown, code: RegExp, message: RegExp): boolean {
  return error instanceof Error && (code.test((error as NodeJS.ErrnoException).code ?? '') || message.test(error.message));
}

const storageFull = (reference: string): Refusal =>
  new Refusal(
    'storage-full',
    `There is no room left to keep this; nothing of it was recorded. Make room, then send it again. Reference ${reference}.`,
    { reference },
  );

const tooManyOpen = (reference: string): Refusal =>
  new Refusal(
    'busy',
    `Too many files and connections are open at the moment; send it again in half a minute. Nothing of it was recorded. Reference ${reference}.`,
    { reference },
  );

/** By name: the error of a worker thread has lost its class. */
const isDamage = (error: unknown): boolean => error instanceof Error && /^(LogDamaged|DocumentDamaged|ReadModelsDamaged)$/.test(error.name);

const storeDamaged = (reference: string): Refusal =>
  new Refusal(
    'store-damaged',
    `What this needs is damaged on the server, so it is not shown; /health/ready says what its operator does about it. Reference ${reference}.`,
    { reference },
  );

const storeAway = (reference: string): Refusal =>
  new Refusal(
    'store-unavailable',
    `A store that this needs does not answer at the moment; send it again in a little while. Nothing half-done is seen. Reference ${reference}.`,
    { reference },
  );

/** What Nest and Express refuse of themselves: no such route, unreadable JSON. */
function ofNest(error: HttpException): Problem {
  const status = error.getStatus();
  const code = { 400: 'unreadable-request', 404: 'no-such-route', 405: 'method-not-allowed', 413: 'too-large', 415: 'unsupported-type' }[
    status
  ];
  return problemOf(new Refusal(code ?? `http-${status}`, error.message.slice(0, 300)), status);
}

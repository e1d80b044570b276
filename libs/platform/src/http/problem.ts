import { HttpException, HttpStatus } from '@nestjs/common';
import type { Refusal } from '#libs/kernel';

/** An error answer as RFC 9457 has it; `code` and the refusal's facts stand beside the standard members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly [fact: string]: unknown;
}

/** A refusal on its way out over HTTP. */
export class ProblemException extends HttpException {
  readonly problem: Problem;

  constructor(refusal: Refusal, status: number = HttpStatus.UNPROCESSABLE_ENTITY) {
    const problem = problemOf(refusal, status);
    super(problem, status);
    this.problem = problem;
  }
}

/** Ends the request with this refusal: `if (outcome instanceof Refusal) refuse(outcome)`. */
export function refuse(refusal: Refusal, status?: number): never {
  throw new ProblemException(refusal, status);
}

/** The refusal as problem details; its facts never overrule a standard member. */
export function problemOf({ code, detail, facts }: Refusal, status: number): Problem {
  const words = code.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { ...facts, type: `urn:floor-targets:problem:${code}`, title, status, detail, code };
}

import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

/** Sent with every answer of a server that shows the made-up sample. */
export const SAMPLE_HEADER = 'X-Floor-Sample';

/** Marks every answer, pages and errors too. */
export function markSampleAnswers(_: Request, response: Response, next: NextFunction): void {
  response.setHeader(SAMPLE_HEADER, 'made-up data');
  next();
}

/** Says `sample: true` inside each JSON answer under /v1, so that a saved answer says it still. */
@Injectable()
export class SampleNotice implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { path } = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(map((body: unknown) => (path.startsWith('/v1/') && isPlain(body) ? { sample: true, ...body } : body)));
  }
}

function isPlain(body: unknown): body is object {
  return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
}

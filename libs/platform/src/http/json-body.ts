import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { Refusal } from '#libs/kernel';
import { bodyOf, RAW_BODY } from './body.js';
import { ProblemException } from './problem.js';

const JSON_BYTES_MAX = 1024 * 1024;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Reads JSON bodies, after the guard: who may not ask is not listened to. Raw routes are left alone. */
@Injectable()
export class JsonBody implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    if (WITH_BODY.has(request.method) && !this.reflector.getAllAndOverride(RAW_BODY, [context.getHandler(), context.getClass()])) {
      request.body = await readJson(request);
    }
    return next.handle();
  }
}

async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bodyOf(request, { bytesMax: JSON_BYTES_MAX })) chunks.push(chunk);
  if (chunks.length === 0) return {};
  if (!request.is(['application/json', '+json']))
    throw refused('unsupported-type', 'Send JSON, as application/json.', HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw refused('unreadable-json', 'The body is not JSON in UTF-8.', HttpStatus.BAD_REQUEST);
  }
}

const refused = (code: string, detail: string, status: number): ProblemException => new ProblemException(new Refusal(code, detail), status);

import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { Refusal } from '#libs/kernel';
import { bodyOf, RAW_BODY } from './body.js';
import { parseJson } from './json-text.js';
import { ProblemException } from './problem.js';

const JSON_BYTES_MAX = 1024 * 1024;
/** Deeper and longer than any request of ours: the longest names the 12,000 areas of a group, with a note on each. */
const JSON_BOUNDS = { levelsMax: 32, valuesMax: 25_000 };
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
    throw refused(new Refusal('unsupported-type', 'Send JSON, as application/json.'), HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  const body = parseJson(Buffer.concat(chunks), JSON_BOUNDS);
  if (body instanceof Refusal) throw refused(body);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw refused(new Refusal('not-an-object', 'The body must be a JSON object.'));
}

const refused = (refusal: Refusal, status: number = HttpStatus.BAD_REQUEST): ProblemException => new ProblemException(refusal, status);

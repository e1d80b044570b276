import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { Refusal } from '#libs/kernel';
import { bodyOf, RAW_BODY } from './body.js';
import { ProblemException } from './problem.js';

const JSON_BYTES_MAX = 1024 * 1024;
/** Deeper than any request of ours, and shallow enough for whatever walks it. */
const JSON_DEPTH_MAX = 32;
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
  const bytes = Buffer.concat(chunks);
  if (isDeeperThan(bytes, JSON_DEPTH_MAX)) {
    throw refused('json-too-deep', `The JSON is nested more than ${JSON_DEPTH_MAX} levels deep.`, HttpStatus.BAD_REQUEST);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused('unreadable-json', 'The body is not JSON in UTF-8.', HttpStatus.BAD_REQUEST);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw refused('not-an-object', 'The body must be a JSON object.', HttpStatus.BAD_REQUEST);
}

/** Whether brackets outside texts are nested deeper; looked at before parsing, in one pass. */
export function isDeeperThan(json: Uint8Array, levels: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inText && byte === BACKSLASH) at++;
    else if (byte === QUOTE) inText = !inText;
    else if (!inText) depth += stepOf(byte);
    if (depth > levels) return true;
  }
  return false;
}

/** How much deeper the text is after this byte. */
function stepOf(byte: number | undefined): number {
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) return 1;
  return byte === CLOSE_OBJECT || byte === CLOSE_LIST ? -1 : 0;
}

const [BACKSLASH, QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = Buffer.from('\\"{}[]');

const refused = (code: string, detail: string, status: number): ProblemException => new ProblemException(new Refusal(code, detail), status);

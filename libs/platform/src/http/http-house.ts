import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Config } from '../config/config.js';
import { markSampleAnswers } from './sample-notice.js';

const HEADERS_MS = 30_000;
/** A whole request, its upload included: a slow line may take its time, for ever it may not. */
const REQUEST_MS = 60 * 60 * 1000;
const CONNECTIONS_MAX = 1_000;
/** Longer than a balancer keeps an idle connection, so that it is never the server that closes one just as it is used again. */
const IDLE_MS = 75_000;

/** Pages are made on the server: no script of any origin may run, and no other site may frame or feed them. */
const POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** What holds for every request, whatever its route. */
export function guardHttp(app: NestExpressApplication, { sample }: Pick<Config, 'sample'>): void {
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: POLICY }, strictTransportSecurity: false }));
  if (sample) app.use(markSampleAnswers);
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = IDLE_MS;
  server.maxConnections = CONNECTIONS_MAX;
}

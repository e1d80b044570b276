import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import helmet from 'helmet';
import type { Config } from '../config/config.js';
import { answerClientErrors } from './client-errors.js';
import { boundConnections } from './connections.js';
import { markSampleAnswers } from './sample-notice.js';

/** From the opening of a connection to the end of a request's headers. */
const HEADERS_MS = 10_000;
const CHECK_MS = 1_000;
/** A whole request, its upload included: a slow line may take its time, for ever it may not. */
const REQUEST_MS = 60 * 60 * 1000;
const CONNECTIONS_MAX = 4_000;
/** Longer than a balancer keeps an idle connection, so that it is never the server that closes one just as it is used again. */
const IDLE_MS = 75_000;
/** Of nine: most of what can be saved, at a quarter of the time. */
const COMPRESSION_LEVEL = 4;

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
export function guardHttp(
  app: NestExpressApplication,
  { sample, connectionsPerClient }: Pick<Config, 'sample' | 'connectionsPerClient'>,
): void {
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: POLICY }, strictTransportSecurity: false }));
  // Texts alone, by their type. An answer that carries a secret says no-transform, and is left as it is: its length would tell of it.
  app.use(compression({ level: COMPRESSION_LEVEL }));
  if (sample) app.use(markSampleAnswers);
  const server: Server & { connectionsCheckingInterval?: number } = app.getHttpServer();
  answerClientErrors(server);
  boundConnections(server, { total: CONNECTIONS_MAX, perClient: connectionsPerClient });
  server.connectionsCheckingInterval = CHECK_MS; // Read when it begins to listen: how often the two limits below are looked at.
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = IDLE_MS;
}

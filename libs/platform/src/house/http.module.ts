import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Clock } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { AsyncApiController } from '../asyncapi/asyncapi.controller.js';
import { Config } from '../config/config.js';
import { FeedState } from '../health/feed-state.js';
import { HealthController } from '../health/health.controller.js';
import { Metrics, RequestTimes } from '../health/metrics.js';
import { ProjectionsController } from '../health/projections.controller.js';
import { ReadinessCheck } from '../health/readiness.js';
import { ThreadFeedState } from '../health/thread-feed-state.js';
import { JsonBody } from '../http/json-body.js';
import { ProblemPages } from '../http/problem-page.js';
import { ProblemFilter } from '../http/problem-filter.js';
import { SampleNotice } from '../http/sample-notice.js';
import { validation } from '../http/validation.js';
import { OpenApiController } from '../openapi/openapi.controller.js';
import { OpenApi } from '../openapi/openapi.js';
import { DocumentTokens } from '../security/document-tokens.js';
import { FolderTokens } from '../security/folder-tokens.js';
import { Sessions } from '../security/sessions.js';
import { SignInLinksController } from '../security/sign-in-links.controller.js';
import { SignInController } from '../security/sign-in.controller.js';
import { TokenGuard } from '../security/token-guard.js';
import { TokenDesk } from '../security/token-desk.js';
import { TokenScopes } from '../security/token-scopes.js';
import { TokensController } from '../security/tokens.controller.js';
import { TokenStore } from '../security/tokens.js';
import { ThreadCalls, type ThreadName } from '../threads/thread-calls.js';

/** The HTTP side of the house: who may come in, how requests are read and how errors are said. */
@Global()
@Module({
  controllers: [HealthController, OpenApiController, AsyncApiController, SignInController, SignInLinksController, TokensController],
  providers: [
    {
      provide: TokenStore,
      inject: [Config, ReadStore],
      useFactory: ({ stores, dataDir }: Config, documents: ReadStore) =>
        stores === 'servers' ? new DocumentTokens(documents) : new FolderTokens(dataDir),
    },
    { provide: Sessions, inject: [Clock], useFactory: (clock: Clock) => new Sessions(clock) },
    TokenScopes,
    TokenDesk,
    ReadinessCheck,
    ProblemPages,
    Metrics,
    OpenApi,
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestTimes },
    { provide: APP_INTERCEPTOR, useClass: JsonBody },
    { provide: APP_PIPE, useFactory: validation },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [ProblemPages, TokenStore, TokenScopes, Sessions, Metrics],
})
export class HttpModule {
  /** For an app with these threads. */
  static of({ sample }: Pick<Config, 'sample'>, threads: readonly ThreadName[]): DynamicModule {
    const state = { provide: FeedState, inject: [ThreadCalls], useFactory: (calls: ThreadCalls) => new ThreadFeedState(calls, threads) };
    const notice = sample ? [{ provide: APP_INTERCEPTOR, useClass: SampleNotice }] : [];
    return { module: HttpModule, controllers: threads.includes('readers') ? [ProjectionsController] : [], providers: [state, ...notice] };
  }
}

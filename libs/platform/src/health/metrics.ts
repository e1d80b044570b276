import { Injectable, type NestInterceptor, type CallHandler, type ExecutionContext } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { FeedState } from './feed-state.js';
import { issuesOf, once } from './readiness.js';
import { HealthIssues } from './health-issues.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** What Prometheus is told. A context may add its own to the registry; labels must be few and bounded. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'floor_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor(
    private readonly feed: FeedState,
    private readonly own: HealthIssues,
  ) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, labelNames: ['reader'], registers: [this.registry] });
    this.lagEvents = gauge('floor_reader_lag_events', 'Events that a reader has still to read');
    this.lagSeconds = gauge('floor_reader_lag_seconds', 'Age of the oldest event that a reader has still to read');
    this.parked = gauge('floor_reader_parked_streams', 'Streams that a reader has set aside');
  }

  private readonly issues = new Gauge({
    name: 'floor_health_issues',
    help: 'What is not as it should be, by severity and code',
    labelNames: ['severity', 'code'],
    registers: [this.registry],
  });
  private readonly lagEvents: Gauge;
  private readonly lagSeconds: Gauge;
  private readonly parked: Gauge;

  /** A number of a context's own, asked for at each scrape. */
  gauge(name: string, help: string, ask: () => Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await ask());
      },
    });
  }

  /** The text of a scrape. */
  async scrape(): Promise<string> {
    const { readers, issues = [] } = await this.feed.state();
    this.issues.reset();
    for (const { severity, code } of once([...readers.flatMap(issuesOf), ...this.own.all(), ...issues]))
      this.issues.inc({ severity, code });
    for (const { reader, events, seconds, parked } of readers) {
      this.lagEvents.set({ reader }, events);
      this.lagSeconds.set({ reader }, seconds);
      this.parked.set({ reader }, parked);
    }
    return this.registry.metrics();
  }
}

/** Times each answer, under its route's pattern: never under the path, of which there are too many. */
@Injectable()
export class RequestTimes implements NestInterceptor {
  constructor(private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const took = this.metrics.requests.startTimer();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      took({ method: request.method, route, status: response.statusCode });
    });
    return next.handle();
  }
}

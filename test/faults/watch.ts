import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, HouseClient } from '../house/client.ts';
import { judgedTogether, type Probe, probes } from './deliveries.ts';

/** Asks a running house over and over what its pages show, and remembers each time that half a submission was to be seen. */
export class Watch {
  readonly findings: string[] = [];
  /** Answers that were looked at. */
  looks = 0;
  /** By kind: the periods that a probe has shown. What one figure of a submission shows, every later look must show. */
  private readonly shown = new Map<string, Set<string>>();
  private ended = false;
  private readonly watching: Promise<void>;

  /** A patient one goes on when the house is away for a while, as one of several processes is. */
  constructor(
    private readonly house: HouseClient,
    private readonly patient = false,
  ) {
    this.watching = this.watch();
  }

  /** Ends it, and gives what was found. */
  async end(): Promise<readonly string[]> {
    this.ended = true;
    await this.watching;
    return this.findings;
  }

  private async watch(): Promise<void> {
    while (!this.ended) {
      try {
        for (const probe of probes) await this.look(probe);
        for (const target of judgedTogether) await this.lookAtJudgements(target);
      } catch (error) {
        if (!isGone(error) && !(this.patient && isAway(error))) this.findings.push(String(error));
        if (!this.patient) return;
      }
      await sleep(this.house.lookMs);
    }
  }

  private async look({ kind, path }: Probe): Promise<void> {
    const before = [...(this.shown.get(kind) ?? [])];
    const { observations } = await this.house.get(path);
    this.looks++;
    const half = observations.filter((o: Answer) => o.value === null).map((o: Answer) => `${o.period} ${o.status} ${o.reason}`);
    if (half.length > 0) this.findings.push(`${path} shows ${half.join(', ')}`);
    const periods = new Set<string>(observations.map((o: Answer) => o.period));
    const lacks = before.filter((period) => !periods.has(period));
    if (lacks.length > 0) this.findings.push(`${path} lacks ${lacks.join(', ')}, which another figure of the same submission had shown`);
    this.shown.set(kind, new Set([...before, ...periods]));
  }

  private async lookAtJudgements(target: string): Promise<void> {
    const { items } = await this.house.get(`/v1/progress?target=${target}&limit=100`);
    this.looks++;
    const said = new Set<string>(items.map((j: Answer) => `${j.period}${j.outcome === 'not-judged' ? ` ${j.reason}` : ''}`));
    if (said.size > 1) this.findings.push(`${target} is judged of one delivery in some areas only: ${[...said].join('; ')}`);
  }
}

/** Who would answer is not there, or a store of its is not. */
function isAway(error: unknown): boolean {
  return /No instance of|: 503 /.test(String(error));
}

/** The house was killed: the request broke off, or nobody answers any more. */
export function isGone(error: unknown): boolean {
  const message = error !== null && typeof error === 'object' && 'message' in error ? String(error.message) : '';
  return /^(fetch failed|terminated|aborted|socket hang up)$|ECONNRESET|ECONNREFUSED|EPIPE/.test(message);
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLog, streamsOf } from '../faults/log.ts';
import { type Answer, type Push, type Reply, TestHouse } from './house.ts';

// Everything in here is made up: the places have codes that the ONS does not give out, and no figure is of anywhere.

/** The region that every made-up district lies in at first, and the one that some move to. */
export const [HOME, AWAY] = ['E12000001', 'E12000003'] as const;

/** A month, so many before the one of today: 0 is a month that has not ended. */
export function monthsAgo(n: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 1)).toISOString().slice(0, 7);
}

/** A row of observations: a share of a thousand pupils, of which fewer than 380 are a breach; 200 and 600 are certain at 99.8. */
export const share = (of: string, area: string, period: string, numerator: number): string =>
  `${of},${area},${period},${numerator},1000,,final`;

/** A CSV of observations. */
export function csvOf(...rows: readonly string[]): Buffer {
  return Buffer.from(['indicator,area,period,numerator,denominator,value,status', ...rows, ''].join('\n'));
}

/** What is told of a target beside its areas: its group, its version, and more of its element. */
interface TargetTold {
  readonly group?: string;
  readonly version?: object;
  readonly [more: string]: unknown;
}

const indicator = { theme: 'skills', behaviour: 'flow', frequency: 'month', decimals: 1, lagDays: 60, why: 'A test' };

/** An app on which each test defines districts, an indicator and a target of its own, and looks at breaches and alerts from outside. */
export class BreachHouse extends TestHouse {
  private channelFails = false;

  /** Districts in the first region; more may be said of each as the further columns of the plain form. */
  async districts(...codes: readonly string[]): Promise<void> {
    await this.areas(['code,name,type,parent,from,until', ...codes.map((code) => `${code},${code},district,${HOME},2011-01-01,`)]);
  }

  async areas(lines: readonly string[], path = '/v1/areas?name=areas.csv'): Promise<void> {
    const reply = await this.request('POST', path, { body: `${lines.join('\n')}\n`, headers: { 'content-type': 'text/csv' } });
    if (reply.status >= 300) throw new Error(`Areas: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** An indicator, a proportion unless told. */
  async indicator(code: string, more: object = {}): Promise<void> {
    await this.post('/v1/indicators', { ...indicator, code, name: code, measure: 'proportion', per: 100, polarity: 'higher', ...more });
  }

  /** A group of these areas, by the target's code unless told, and a version of a target that judges them by a floor. */
  async target(code: string, of: string, areas: readonly string[], { group = code, version, ...more }: TargetTold = {}): Promise<void> {
    await this.post('/v1/groups', { code: group, name: code, areas, at: '2024-01-01', why: 'A test' });
    const element = { code: 'floor', kind: 'floor', indicator: of, polarity: 'higher', floor: 38, areas: group, ...more };
    const said = { theme: 'skills', department: 'Made up', sentence: `A floor for ${code}`, technicalNote: 'Made up.', why: 'A test' };
    await this.post('/v1/targets', { code, ...said, elements: [element], ...(version && { version }) });
  }

  /** Pushes rows and waits until everything has been read; the receipt. */
  async deliver(rows: readonly string[], more: Partial<Push> = {}): Promise<Answer> {
    const receipt = await this.push({ feed: 'observations', file: csvOf(...rows), ...more });
    await this.settled();
    return receipt;
  }

  /** What is asked of a submission: withdrawal or reinstatement. */
  async of(submission: string, what: 'withdrawal' | 'reinstatement'): Promise<void> {
    await this.post(`/v1/submissions/${submission}/${what}`, { why: 'It was a mistake of ours' });
    await this.settled();
  }

  tryAgain(rows: readonly string[], more: Partial<Push> = {}): Promise<Reply> {
    return this.tryPush({ feed: 'observations', file: csvOf(...rows), ...more });
  }

  /** Until everything is read, and every alert that can be sent is. */
  async settled(): Promise<void> {
    for (const until = Date.now() + 20_000; Date.now() < until; await sleep(this.lookMs)) {
      await this.caughtUp();
      const { items } = await this.get('/v1/alerts?state=due&limit=1000');
      const open = this.channelFails ? items.filter((one: Answer) => one.attempts === 0) : items;
      if (open.length > 0) continue;
      const end = await this.logEnd();
      await sleep(40); // What was appended on the way is read, too.
      await this.caughtUp();
      if (end === (await this.logEnd())) return;
    }
    throw new Error('There was no end of it within 20 s.');
  }

  private async logEnd(): Promise<string> {
    return (await this.readers()).map(({ position }) => position).join(' ');
  }

  /** The breaches of a target: area, state. */
  async breaches(target: string, more = ''): Promise<[string, string][]> {
    const { items } = await this.get(`/v1/breaches?target=${target}&limit=100${more}`);
    return items.map(({ area, state }: Answer) => [area, state]).sort();
  }

  async onlyBreach(target: string): Promise<Answer> {
    const { items } = await this.get(`/v1/breaches?target=${target}&limit=100`);
    if (items.length !== 1) throw new Error(`${target} has ${items.length} breaches.`);
    return items[0];
  }

  /** How a target judges an area now. */
  async judged(target: string, area: string): Promise<Answer> {
    return (await this.get(`/v1/progress?target=${target}&area=${area}`)).items[0];
  }

  /** The areas whose breaches of a target were told, one entry for each time. */
  told(target: string): string[] {
    const file = join(this.dataDir, 'alerts.ndjson');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const alerts = lines.map((line) => JSON.parse(line) as Answer).map((one) => one.data ?? one);
    return alerts
      .filter(({ breach }) => breach.target === target)
      .map(({ breach }) => breach.area as string)
      .sort();
  }

  /** Every breach and alert event of the log, as stream and type. */
  async episodes(): Promise<string[]> {
    const log = await readLog(this.dataDir);
    const all = ['breach', 'alert'].flatMap((category) => streamsOf(log, category));
    return all.flatMap(([stream, events]) => events.map(({ type, version }) => `${stream} ${version} ${type}`));
  }

  /** From here on the channel fails, for a folder stands where its file should be. */
  breakChannel(): void {
    this.channelFails = true;
    const file = join(this.dataDir, 'alerts.ndjson');
    if (existsSync(file)) renameSync(file, `${file}.away`);
    else writeFileSync(`${file}.away`, '');
    mkdirSync(file);
  }

  repairChannel(): void {
    this.channelFails = false;
    const file = join(this.dataDir, 'alerts.ndjson');
    rmdirSync(file);
    renameSync(`${file}.away`, file);
  }
}

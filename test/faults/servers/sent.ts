import { smallAreas } from '../made-up.ts';
import { type Answer, type HouseClient, inParallel } from '../../house/client.ts';
import type { Sent } from './town.ts';

/** What is sent by Kafka: a count that nobody else states. */
export const INDICATOR = {
  code: 'faults.count',
  name: 'A count for a test',
  theme: 'skills',
  measure: 'count',
  per: 1,
  behaviour: 'flow',
  polarity: 'higher',
  frequency: 'calendar',
  decimals: 0,
  why: 'made up for a test',
};

/** Makes observations, each unlike any other, and knows afterwards which of them a house does not show. */
export class SentObservations {
  private readonly sent: Sent[] = [];

  get count(): number {
    return this.sent.length;
  }

  /** So many messages, of so many observations each; all of an observation's own. */
  messages(count: number, size: number): Sent[][] {
    return Array.from({ length: count }, () => Array.from({ length: size }, () => this.next()));
  }

  /** What the read model lacks or shows wrongly; every observation is looked at. */
  async missing(house: HouseClient): Promise<string[]> {
    const areas = [...new Set(this.sent.map(({ area }) => area))];
    const shown = new Map<string, Answer>();
    await inParallel(areas, async (area) => {
      const { observations } = await house.get(`/v1/series/${INDICATOR.code}/${area}`);
      for (const { period, value } of observations) shown.set(`${area} ${period}`, value);
    });
    return this.sent.flatMap(({ area, period, value }) => {
      const is = shown.get(`${area} ${period}`);
      return is === value ? [] : [`${area} ${period} is ${is}, not ${value}`];
    });
  }

  private next(): Sent {
    const n = this.sent.length;
    const { code: area } = smallAreas[n % smallAreas.length]!;
    const observation = { indicator: INDICATOR.code, area, period: String(1800 + Math.floor(n / smallAreas.length)), value: n + 1 };
    this.sent.push(observation);
    return observation;
  }
}

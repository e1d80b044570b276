import { type Answer, type Push, type Reply, TestHouse } from './house.ts';

/** Two districts and two neighbourhoods, stated by hand: no published file is needed. */
const AREAS = [
  { code: 'E12000001', name: 'North East' },
  { code: 'E08000037', name: 'Gateshead', parent: 'E12000001' },
  { code: 'E08000024', name: 'Sunderland', parent: 'E12000001' },
];

const rate = {
  name: 'A share for a test',
  theme: 'skills',
  measure: 'proportion',
  per: 100,
  behaviour: 'flow',
  polarity: 'higher',
  frequency: 'calendar',
  decimals: 1,
  why: 'A test',
};

/** A house with a few areas, a count, a share, and a team with a feed of its own. */
export class BadHouse extends TestHouse {
  teamToken = '';

  async furnish(): Promise<this> {
    await this.start();
    await this.post('/v1/areas', AREAS);
    await this.post('/v1/indicators', { ...rate, code: 'skills.share' });
    await this.post('/v1/indicators', { ...rate, code: 'skills.pupils', measure: 'count', per: 1 });
    const feed = { name: 'Gateshead alone', format: 'observations', profile: {}, owner: 'Gateshead', why: 'A test' };
    await this.post('/v1/feeds', { ...feed, code: 'gateshead', indicators: ['skills.pupils'], areas: ['E08000037'] });
    await this.post('/v1/feeds', { ...feed, code: 'strict', indicators: ['*'], profile: { encoding: 'utf-8' } });
    this.teamToken = (await this.post('/v1/tokens', { role: 'data-team', feeds: ['gateshead'], name: 'The team' })).token;
    return this;
  }

  /** Observations as CSV. */
  csv(text: string | Uint8Array, more: Partial<Push> = {}): Promise<Reply> {
    const file = typeof text === 'string' ? Buffer.from(text) : text;
    return this.tryPush({ feed: 'observations', released: '2024-06-01', file, ...more });
  }

  /** How many submissions are listed, once the readers have come to the end. */
  async submissions(): Promise<number> {
    await this.caughtUp();
    return (await this.get('/v1/submissions?limit=1000')).items.length;
  }

  /** The value that a series has in a period; undefined where it has none. */
  async value(indicator: string, area: string, period: string): Promise<number | null | undefined> {
    await this.caughtUp();
    const { observations } = await this.get(`/v1/series/${indicator}/${area}`);
    return observations.find((o: Answer) => o.period === period)?.value;
  }
}

/** A row's refusal as the receipt shows it. */
export const reasons = ({ body }: Reply): [number, string, string][] => body.refusals.map((r: Answer) => [r.row, r.column, r.code]);

/** Says enough to mend it: a sentence with a verb to follow, not a stack trace. */
export const helpful = /^[A-Z"\d].{20,}[.]$/s;

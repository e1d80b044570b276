import { inParallel, TestHouse } from '../house/house.ts';

const HOSTILE: readonly unknown[] = [null, [], {}, [null], [[]], [{}], '', 'x', -1, 1e308, true, { a: null }, { constructor: 1 }];
const DEEP = 60_000;
const RAW = [
  '[]',
  'null',
  '1',
  '"x"',
  '{"__proto__":{"x":1}}',
  '['.repeat(DEEP) + ']'.repeat(DEEP),
  '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
  '{"areas":[{"code":"E08000021","name":' + '['.repeat(DEEP) + ']'.repeat(DEEP) + '}]}',
  `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
];

/** A body that each route takes, to spoil in one place at a time; what is not here is filled in from its schema. */
const GOOD: Readonly<Record<string, object>> = {
  '/v1/tokens': {
    role: 'data-team',
    feeds: ['observations'],
    lsp: 'E08000021',
    region: 'E12000001',
    name: 'A team',
    expires: '2999-01-01',
  },
  '/v1/areas': { areas: [{ code: 'E05000001', name: 'W', type: 'ward', parent: 'E08000021', from: '2001-04-01', until: '2009-04-01' }] },
  '/v1/groups': { code: 'g', name: 'G', areas: ['E08000021'], at: '2001-04-01', why: 'A test', notes: { E08000021: 'x' } },
  '/v1/feeds': {
    code: 'f',
    name: 'F',
    format: 'observations',
    profile: { encoding: 'utf-8' },
    indicators: ['*'],
    areas: [],
    owner: 'O',
    why: 'A test',
  },
  '/v1/indicators': {
    ...{
      code: 'skills.x',
      name: 'X',
      theme: 'skills',
      measure: 'rate',
      per: 100,
      behaviour: 'flow',
      polarity: 'higher',
      frequency: 'calendar',
    },
    ...{ decimals: 1, numerator: 'n', denominator: 'd', suppression: 's', source: 's', lagDays: 1, unit: 'u', why: 'A test' },
    derived: { rate: { numerator: 'skills.pupils', denominator: 'skills.pupils', denominatorPeriod: 'same' } },
  },
  '/v1/targets': {
    ...{ code: 'T', title: 'T', theme: 'skills', department: 'D', sentence: 'S', technicalNote: 'N', why: 'A test' },
    version: { change: { appliesFrom: '2003' } },
    elements: [
      {
        ...{
          code: 'e',
          title: 'E',
          kind: 'reduction',
          indicator: 'skills.gcse-5-a-c',
          polarity: 'higher',
          areas: 'nrf-88',
          percent: 5,
          margin: 1,
        },
        ...{ baseline: { period: '2001/02', value: 4 }, until: '2004/05' },
        trajectory: { shape: 'milestones', milestones: [{ period: '2002/03', value: 4 }] },
      },
    ],
  },
};

/** The value with one member anywhere in it replaced, one copy for each member and each replacement. */
function spoiled(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const member = (value as Record<string, unknown>)[key];
    const withMember = (other: unknown): unknown =>
      Array.isArray(value) ? value.map((one, i) => (String(i) === key ? other : one)) : { ...value, [key]: other };
    return [...HOSTILE, ...spoiled(member)].map(withMember);
  });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a schema of any kind
type Schema = any;

/** A body that a schema may take. */
function exampleOf(schema: Schema = {}, all: Schema): unknown {
  if (schema.$ref) return exampleOf(all[schema.$ref.split('/').at(-1)], all);
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, exampleOf(one, all)]));
  if (schema.type === 'array') return [exampleOf(schema.items, all)];
  return ['number', 'integer'].includes(schema.type) ? 1 : 'a text of some words';
}

/** What is answered to hostile requests: a refusal that says what is wrong, never a fault of ours. */
describe('a hostile request', () => {
  const house = new TestHouse();
  beforeAll(() => house.start(), 60_000);
  afterAll(() => house.remove());

  const statusOf = async (path: string, body: string): Promise<number> =>
    (await house.request('POST', path, { body, headers: { 'content-type': 'application/json' } })).status;

  it('to any POST route is answered below 500, whatever its body', async () => {
    const { paths, components } = await house.get('/openapi.json');
    const routes = Object.keys(paths).filter((path) => paths[path].post !== undefined);
    expect(routes).toEqual(expect.arrayContaining(Object.keys(GOOD)));
    for (const route of routes) {
      const schema = paths[route].post.requestBody?.content?.['application/json']?.schema;
      const good = GOOD[route] ?? exampleOf(schema, components.schemas);
      const bodies = [...RAW, ...spoiled(good).map((body) => JSON.stringify(body))];
      const path = route.replace('{feed}', 'observations').replace(/\{\w+\}/g, 'nothing');
      const statuses = await inParallel(bodies, async (body) => ({ body: body.slice(0, 500), status: await statusOf(path, body) }));
      expect([route, statuses.filter(({ status }) => status >= 500)]).toEqual([route, []]);
    }
  }, 120_000);

  it.each(Object.keys(GOOD).filter((path) => path !== '/v1/areas'))(
    'to %s is 400 where the body is no object, is nested too deep or holds too much',
    async (path) => {
      for (const body of RAW.filter((raw) => !raw.includes('__proto__')))
        expect([body.slice(0, 20), await statusOf(path, body)]).toEqual([body.slice(0, 20), 400]);
    },
  );

  it('counts a member that is null as left out', async () => {
    const { body, status } = await house.request('POST', '/v1/tokens', {
      body: JSON.stringify({ role: 'data-team', feeds: null }),
      headers: { 'content-type': 'application/json' },
    });
    expect([status, body.code]).toEqual([422, 'token-without-bounds']);
  });
});

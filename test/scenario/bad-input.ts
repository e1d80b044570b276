import { gzipSync } from 'node:zlib';
import type { HouseClient, Push, Reply } from '../house/client.ts';

const G = 'E08000037';
const HEAD = 'indicator,area,period,value,numerator,denominator,status';
const rows = (...lines: string[]): string => [HEAD, ...lines, ''].join('\n');

const share = {
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

/** What is wrong with each, and what is good in it must count all the same. */
const BAD: readonly [name: string, body: string | Uint8Array, more?: Partial<Push>][] = [
  ['unknown names', rows(`skills.pupils,E08999999,2001,1,,,`, `skills.nothing,${G},2001,1,,,`, `skills.pupils,${G},2001,7,,,`)],
  ['numbers that are none', rows(`skills.pupils,${G},2002,NaN,,,`, `skills.pupils,${G},2003,1e999,,,`, `skills.pupils,${G},2004,8,,,`)],
  [
    'a conflict and a repeat',
    rows(`skills.pupils,${G},2005,1,,,`, `skills.pupils,${G},2006,2,,,`, `skills.pupils,${G},2005,3,,,`, `skills.pupils,${G},2006,2,,,`),
  ],
  [
    'shares beyond their bounds',
    rows(`skills.share,${G},2001,,11,10,`, `skills.share,${G},2002,,0,0,`, `skills.share,${G},2003,,5,10,final`),
  ],
  ['periods of other kinds', rows(`skills.pupils,${G},2999,1,,,`, `skills.pupils,${G},2001-Q2,1,,,`, `skills.pupils,${G},sometime,1,,,`)],
  [
    'prototypes',
    `{"indicator":"skills.pupils","area":"${G}","period":"1870","value":3,"__proto__":{"value":9}}\n{"indicator":"constructor","area":"toString","period":"1872","value":1}\n`,
    { name: 'rows.ndjson' },
  ],
  ['another header', 'date,count\n2001,1\n'],
  ['nothing', ''],
  ['half a gzip', gzipSync(rows(`skills.pupils,${G},2007,1,,,`)).subarray(0, 40)],
  ['a zip bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a'))],
  ['a quote never closed', `${rows()}skills.pupils,"${G},2002,1\n`],
  ['a release from the future', rows(`skills.pupils,${G},2008,1,,,`), { released: '2999-01-01' }],
  ['a feed that is none', rows(`skills.pupils,${G},2008,1,,,`), { feed: '__proto__' }],
  ['the first of a key', rows(`skills.pupils,${G},2009,1,,,`), { key: 'k-1' }],
  ['other content under the key', rows(`skills.pupils,${G},2009,2,,,`), { key: 'k-1' }],
  ['nonsense for a token', rows(`skills.pupils,${G},2010,1,,,`), { token: 'nonsense' }],
  ['a dry run', rows(`skills.pupils,${G},2011,1,,,`, `skills.pupils,nowhere,2011,1,,,`), { dryRun: true }],
  ['text in another code', Buffer.from(`${HEAD},note\nskills.pupils,${G},2012,5,,,,cost \xa35\n`, 'latin1')],
];

/** The series that the good rows among them are of. */
export const badSeries = [`skills.pupils/${G}`, `skills.share/${G}`];

/** Sends it all, and gives what was answered. */
export async function sendBadInput(house: HouseClient): Promise<Readonly<Record<string, Pick<Reply, 'status' | 'body'>>>> {
  await house.post('/v1/areas', [
    { code: 'E12000001', name: 'North East' },
    { code: G, name: 'Gateshead', parent: 'E12000001' },
  ]);
  await house.post('/v1/indicators', { ...share, code: 'skills.share' });
  await house.post('/v1/indicators', { ...share, code: 'skills.pupils', measure: 'count', per: 1 });
  const answers: Record<string, Pick<Reply, 'status' | 'body'>> = {};
  for (const [name, text, more] of BAD) {
    const { status, body } = await house.tryPush({ feed: 'observations', released: '2024-06-01', file: Buffer.from(text), ...more });
    answers[name] = { status, body };
  }
  return answers;
}

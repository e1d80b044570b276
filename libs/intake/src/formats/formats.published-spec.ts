import { gunzipSync } from 'node:zlib';
import type { Refusal } from '#libs/kernel';
import { realFile, realFiles, reading } from '../reading/testing/bodies.js';
import { feedOf } from '../reading/testing/catalogue-stub.js';
import { formats } from './index.js';

/** An independent reader for these tests: the whole file as text, one regular expression a cell, each row as names and texts. */
function naive(path: string): (readonly string[])[] & { at?: (...aliases: string[]) => number } {
  const bytes = realFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, '');
  const flat = text.split('"').map((part, i) => (i % 2 === 1 ? part.replace(/[\r\n]+/g, ' ') : part)); // Line ends in quotes are none.
  const [names, ...rows] = flat
    .join('"')
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
    .map((line) => [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => (cell[1] ?? cell[2] ?? '').trim()));
  const lower = names!.map((name) => name.toLowerCase());
  return Object.assign(rows, { at: (...aliases: string[]) => Math.max(...aliases.map((alias) => lower.indexOf(alias))) });
}
const twelve = (text = '', scale = 1): number | undefined =>
  /\d/.test(text) ? Number((Number(Number(text.replaceAll(',', '')).toPrecision(12)) * scale).toPrecision(12)) : undefined;

async function read(format: string, path: string) {
  const name = path.split('/').at(-1)!;
  const released = formats.find((each) => each.name === format)!.releasedFromName!(name, feedOf(format)) ?? '2026-08-01';
  const { outcome, sink } = await reading(format, realFile(path), { name, released, receivedOn: '2026-08-01' });
  return { outcome: outcome as Exclude<typeof outcome, Refusal>, sink, released };
}

const ELS = 'multi-theme/ons-explore-local-statistics/**/*.csv*';
const DATA_LAB = [
  'crime/csp-rates-trafford/*.csv',
  'worklessness/claimant-count-trafford-vintages/*.csv',
  'environment/recycling-uk-la-vintages/*.csv',
  'environment/green-trafford/*.csv',
  'housing/trafford-dashboard/net_additional_dwellings.csv',
  'health/fingertips-tidied-trafford/*.csv*',
];
const tidyFiles = (): [string, string][] => [
  ...realFiles(ELS).map((path): [string, string] => ['ons-els', path]),
  ...DATA_LAB.flatMap(realFiles).map((path): [string, string] => ['data-lab', path]),
];

describe('real tidy files', () => {
  it.each(tidyFiles())('%s %s: every row is taken once, and says what the file says', async (format, path) => {
    const { outcome, sink, released } = await read(format, path);
    const file = naive(path);
    const rows = file.length;
    expect({ ...outcome, refused: sink.refused.slice(0, 3), ignored: sink.ignored }).toMatchObject({
      rows,
      taken: rows,
      refused: [],
      ignored: {},
    });
    const [area, value, period] = [file.at!('areacd', 'area_code'), file.at!('observation', 'value'), file.at!('period')];
    const lower = file.at!('lci_95', 'lower confidence interval (95%)', 'lower_confidence_interval_95');
    const upper = file.at!('uci_95', 'upper confidence interval (95%)', 'upper_confidence_interval_95');
    const scale = /recycling_2019/.test(path) && released < '2020' ? 100 : 1;
    const expected = file.map((row, i) =>
      [i + 1, row[area], /\d{4}/.exec(row[period]!)![0], twelve(row[value], scale), twelve(row[lower]), twelve(row[upper])].join(' '),
    );
    const stated = sink.stated.map((one) => [one.row, one.area, one.period.slice(1, 5), one.value, one.lower, one.upper].join(' '));
    expect(stated.filter((line, i) => line !== expected[i])).toEqual([]);
    expect(stated).toHaveLength(expected.length);
    const keys = sink.stated.map((one) => [one.indicator, one.area, one.period, one.breakdown].join('|'));
    expect(keys.length - new Set(keys).size).toBe(0);
  });

  it('gives a series one code and one period key in every spelling', async () => {
    const keys = new Map<string, Set<string>>();
    for (const path of realFiles(ELS).filter((each) => /homicide|pupils-at|healthy|claimant/.test(each))) {
      const { sink } = await read('ons-els', path);
      for (const { indicator, period } of sink.stated)
        keys.set(indicator, (keys.get(indicator) ?? new Set()).add(period.replace(/\d{4}/, 'YYYY')));
    }
    expect(Object.fromEntries([...keys].map(([code, shapes]) => [code, [...shapes]]))).toEqual({
      'worklessness.claimant-count': ['CYYYY'],
      'health.healthy-life-expectancy-male': ['CYYYY+3'],
      'health.healthy-life-expectancy-female': ['CYYYY+3'],
      'crime.homicide-rate': ['FYYYY+3'],
      'skills.ks2-expected-standard': ['AYYYY'],
    });
  }, 60_000);
});

describe('real police files', () => {
  it.each(realFiles('crime/police-uk/**/*-street.csv*'))('%s: counts agree with the file', async (path) => {
    const { outcome, sink } = await read('police-street', path);
    const file = naive(path);
    const [place, kind] = [file.at!('lsoa code'), file.at!('crime type')];
    const expected = new Map<string, number>();
    for (const row of file.filter((each) => each[place] !== ''))
      for (const type of [row[kind]!.toLowerCase().replaceAll(' ', '-'), 'all']) {
        const key = `${row[place]} crime.${type}`;
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
    const without = file.filter((each) => each[place] === '').length;
    expect({ rows: outcome.rows, taken: outcome.taken, refused: sink.refused.length, ignored: sink.ignoredRows }).toEqual({
      rows: file.length,
      taken: file.length - without,
      refused: 0,
      ignored: without,
    });
    const stated = sink.stated.map(({ area, indicator, value }) => [`${area} ${indicator}`, value] as const);
    expect(stated.filter(([key, value]) => expected.get(key) !== value)).toEqual([]);
    expect(new Set(stated.map(([key]) => key)).size).toBe(expected.size);
  });

  it.each(realFiles('crime/police-uk/**/*-{outcomes,stop-and-search}.csv*'))('%s is refused whole', async (path) =>
    expect((await read('police-street', path)).outcome).toMatchObject({ code: 'unexpected-header' }),
  );
});

describe('real files of other shapes', () => {
  it.each(realFiles('quirks/*'))('%s is refused whole, with what was found', async (path) =>
    expect((await read('observations', path)).outcome).toMatchObject({ code: 'unexpected-header', facts: { found: expect.any(Array) } }),
  );
});

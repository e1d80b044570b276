import { catalogueStub, feedOf, type StubFacts } from '../../reading/testing/catalogue-stub.js';
import { reading } from '../../reading/testing/bodies.js';
import { CRIME_TYPES } from './crime-types.js';

const HEADER =
  'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n';
const NAME = '2020-05-northmoor-street.csv';
const row = (lsoa: string, type = 'Burglary', month = '2020-05'): string =>
  `,${month},Northmoor Police,Northmoor Police,-1.2,54.7,"On or near A, B",${lsoa},x,${type},,\n`;

const both = ['2011', '2021'];
const facts: NonNullable<StubFacts['areas']> = {
  E92000001: {},
  E23000099: { name: 'Northmoor', parents: ['E92000001'] },
  E08000098: { parents: ['E23000099', 'E92000001'] },
  E01000001: { parents: ['E08000098'], vintages: both },
  E01000002: { parents: ['E08000098'], vintages: both },
  E01000003: { parents: ['E08000098'], vintages: ['2011'] },
  E01000004: { parents: ['E08000098'], vintages: ['2021'] },
  E08000097: { parents: ['E92000001'] },
  E01000009: { parents: ['E08000097'], vintages: both },
};
const read = (body: string, more: Parameters<typeof reading>[2] = {}) =>
  reading('police-street', HEADER + body, { catalogue: catalogueStub({ areas: facts }), name: NAME, ...more });
type Sink = Awaited<ReturnType<typeof read>>['sink'];
const valueOf = (sink: Sink, indicator: string, area: string): unknown =>
  sink.stated.find((stated) => stated.indicator === indicator && stated.area === area)?.value;

describe('street-level crime', () => {
  it('counts incidents by small area and type; identical rows are separate incidents', async () => {
    const { outcome, sink } = await read(row('E01000001').repeat(3) + row('E01000002', 'Violence and sexual offences') + row('E01000003'));
    expect(outcome).toEqual({ rows: 5, taken: 5, complete: [] });
    expect(valueOf(sink, 'crime.burglary', 'E01000001')).toBe(3);
    expect(valueOf(sink, 'crime.violence-and-sexual-offences', 'E01000002')).toBe(1);
    expect(valueOf(sink, 'crime.all', 'E01000001')).toBe(3);
    expect(sink.stated[0]).toMatchObject({ period: 'M2020-05', status: 'final', row: 0, breakdown: '' });
  });

  it('states every type for every small area of the force, zeros included, in the code set of most of its codes', async () => {
    const { sink } = await read(row('E01000001') + row('E01000003'));
    expect(new Set(sink.stated.map(({ area }) => area))).toEqual(new Set(['E01000001', 'E01000002', 'E01000003']));
    expect(sink.stated).toHaveLength(3 * (CRIME_TYPES.length + 1));
    expect(valueOf(sink, 'crime.drugs', 'E01000002')).toBe(0);
    expect(sink.notes).toEqual([]);
  });

  it('takes the newer code set when the file is in it', async () => {
    const { sink } = await read(row('E01000001') + row('E01000004'));
    expect(new Set(sink.stated.map(({ area }) => area))).toEqual(new Set(['E01000001', 'E01000002', 'E01000004']));
  });

  it('ignores rows without a place and rows outside the coverage, known or not', async () => {
    const { outcome, sink } = await read(row('E01000001') + row('') + row('E01000009').repeat(2) + row('W01000818'));
    expect(outcome).toMatchObject({ rows: 5, taken: 1 });
    expect(sink.ignored).toEqual({ 'no-location': 1, 'outside-coverage': 3 });
    expect(sink.refused).toEqual([]);
    expect(valueOf(sink, 'crime.all', 'E01000009')).toBeUndefined();
  });

  it.each(['E0100001', 'E01O00001', 'E01000001X', 'not known', 'E01000010', 'E08000097'])(
    'refuses a row whose code %j is mistyped: it is no code, or no small area of a nation whose small areas are known',
    async (code) => {
      const { outcome, sink } = await read(row('E01000001') + row(code));
      expect(outcome).toMatchObject({ rows: 2, taken: 1 });
      expect([sink.ignored, sink.refused]).toMatchObject([{}, [{ row: 2, column: 'LSOA code', code: 'unknown-area', retryable: true }]]);
    },
  );

  it('ignores the code of a neighbour where the catalogue has small areas of this force alone', async () => {
    const { E01000009: _, ...own } = facts;
    const { sink } = await read(row('E01000001') + row('E01000010') + row('E0100001'), { catalogue: catalogueStub({ areas: own }) });
    expect([sink.ignored, sink.refused]).toMatchObject([{ 'outside-coverage': 1 }, [{ row: 3, code: 'unknown-area' }]]);
  });

  it.each([
    ['the name gives no force', 'crimes.csv', facts, 'no force'],
    ['the force is unknown', '2020-05-southmoor-street.csv', facts, 'southmoor'],
    ['the force has no districts', NAME, { ...facts, E08000098: { parents: ['E92000001'] } }, 'no districts'],
    ['a district has no small areas', NAME, { ...facts, E08000096: { parents: ['E23000099'] } }, 'E08000096'],
  ])('says nothing of zero where %s', async (_, name, areas, why) => {
    const { sink } = await read(row('E01000001').repeat(2) + row('E01000009') + row('E01999999'), {
      name,
      catalogue: catalogueStub({ areas }),
    });
    expect(sink.stated.map(({ indicator, area, value }) => [indicator, area, value])).toEqual([
      ['crime.burglary', 'E01000001', 2],
      ['crime.all', 'E01000001', 2],
      ['crime.burglary', 'E01000009', 1],
      ['crime.all', 'E01000009', 1],
    ]);
    expect(sink.notes).toContainEqual({ code: 'coverage-unknown', detail: expect.stringContaining(why) });
    expect(sink.refused).toMatchObject([{ row: 4, column: 'LSOA code', code: 'unknown-area', retryable: true }]);
  });

  it.each([
    ['wrong-month', row('E01000001', 'Burglary', '2020-06')],
    ['unreadable-period', row('E01000001', 'Burglary', 'May')],
    ['future-period', row('E01000001', 'Burglary', '2026-07')],
    ['unknown-crime-type', row('E01000001', 'Jaywalking')],
  ])('refuses a row as %s', async (code, wrong) =>
    expect((await read(wrong)).sink.refused).toMatchObject([{ row: 1, code, retryable: false }]),
  );

  it('takes the month of the rows where the name gives none, all the same', async () => {
    const { outcome, sink } = await read(row('E01000001') + row('E01000001', 'Burglary', '2020-06'), { name: null });
    expect(outcome).toMatchObject({ taken: 1 });
    expect(sink.refused).toMatchObject([{ row: 2, code: 'wrong-month' }]);
  });

  it('does not take a file without incidents for a month without crime', async () => expect((await read('')).sink.stated).toEqual([]));

  it('holds a feed to its areas and indicators', async () => {
    const areas = await read(row('E01000001') + row('E01000003'), { feed: feedOf('police-street', { areas: ['E01000001'] }) });
    expect(areas.sink.refused).toMatchObject([{ row: 2, code: 'not-your-area' }]);
    expect(new Set(areas.sink.stated.map(({ area }) => area))).toEqual(new Set(['E01000001']));
    const types = await read(row('E01000001') + row('E01000001', 'Drugs'), {
      feed: feedOf('police-street', { indicators: ['crime.burglary'] }),
    });
    expect(types.sink.refused).toMatchObject([{ row: 2, code: 'not-your-indicator' }]);
    expect(new Set(types.sink.stated.map(({ indicator }) => indicator))).toEqual(new Set(['crime.burglary']));
  });

  describe('design 4.2: keys are compared in canonical form, and a file that covers no force replaces nobody’s counts', () => {
    const by = (force: string, lsoa = 'E01000001') => row(lsoa).replaceAll('Northmoor Police', force);
    it.each([' E01000001', 'E01000001 ', '\tE01000001', '\u00a0E01000001', '\ufeffE01000001', '"E01000001\n"', 'e01000001'])(
      'counts a code written as %j with the others',
      async (code) => {
        const { outcome, sink } = await read(row('E01000001').repeat(3) + row(code));
        expect(outcome).toMatchObject({ rows: 4, taken: 4 });
        expect(valueOf(sink, 'crime.all', 'E01000001')).toBe(4);
      },
    );

    it('takes a blank for no location', async () =>
      expect((await read(row('E01000001') + row('  '))).sink.ignored).toEqual({ 'no-location': 1 }));

    it.each([
      ['2020-05-btp-street.csv', 'British Transport Police'],
      ['2020-05-BTP-street.csv', 'BRITISH  TRANSPORT POLICE '],
      ['2020-05-northmoor-street.csv', 'british transport police'],
      ['crimes.csv', 'British Transport Police'],
      ['2020-05-btp-street.csv', ''],
    ])('states nothing of %s by %j, and says so', async (name, force) => {
      const { outcome, sink } = await read(by(force) + by(force, 'E01000009'), { name });
      expect(outcome).toMatchObject({ rows: 2, taken: 0 });
      expect([sink.stated, sink.ignored]).toEqual([[], { 'no-territory': 2 }]);
      expect(sink.notes).toEqual([{ code: 'no-territory', detail: expect.stringMatching(/no area of its own/) }]);
    });

    it('counts the file’s own force alone, where it has rows of several', async () => {
      const { outcome, sink } = await read(row('E01000001').repeat(2) + by('Southmoor Constabulary') + by('British Transport Police'));
      expect(outcome).toMatchObject({ rows: 4, taken: 2 });
      expect(sink.ignored).toEqual({ 'no-territory': 1, 'other-force': 1 });
      expect(valueOf(sink, 'crime.all', 'E01000001')).toBe(2);
    });

    it('counts rows of a force that is called otherwise than the file, and says so', async () => {
      const { outcome, sink } = await read(by('Northmoor and Eastfell Constabulary').repeat(2));
      expect(outcome).toMatchObject({ taken: 2 });
      expect(sink.notes.map(({ code }) => code)).toEqual(['other-force']);
    });
  });

  it.each([
    ['London, City of', 'city-of-london'],
    ['Devon & Cornwall', 'devon-and-cornwall'],
    ['Avon and Somerset', 'avon-and-somerset'],
    ['Metropolitan Police', 'metropolitan'],
    ['Dyfed-Powys', 'dyfed-powys'],
  ])('knows %s by %s', async (name, force) => {
    const areas = { ...facts, E23000099: { name, parents: ['E92000001'] } };
    expect(
      (
        await read(row('E01000001').replaceAll('Northmoor Police', name.replace(',', '')), {
          name: `2020-05-${force}-street.csv`,
          catalogue: catalogueStub({ areas }),
        })
      ).sink.notes,
    ).toEqual([]);
  });
});

import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { CatalogueState } from '../domain/catalogue-state.js';
import { importAreas } from '../domain/import-areas.js';
import { readAreas } from './read-areas.js';

/** A small country whose files disagree about names, recode, merge and split. */
const FILES = [
  'lsoa01_name,lsoa01_code,change_code,lsoa11_name,lsoa11_code\nAld 001A,E01000001,U,Ald 001A,E01000001\nAld 001B,E01000002,S,Ald 001C,E01000011\nAld 001B,E01000002,S,Ald 001D,E01000012\nBec 001A,E01000003,M,Bec 001C,E01000013\nBec 001B,E01000004,M,Bec 001C,E01000013\nBec 002A,E01000005,X,Bec 002B,E01000014\n',
  'lsoa11_code,lsoa11_name,ltla21_code,ltla21_name\nE01000001,Ald 1A,E07000001,Ald\nE01000011,Ald 1C,E07000001,Ald\nE01000012,Ald 1D,E07000001,Ald\nE01000013,Bec 1C,E07000002,Bec\nE01000014,Bec 2B,E07000002,Bec\n',
  'lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code\nAld 001A,E01000001,U,Ald 001A,E01000001,Ald of 22,E07000001\nAld 001C,E01000011,U,Ald 001C,E01000011,Ald of 22,E07000001\nAld 001D,E01000012,U,Ald 001D,E01000012,Ald of 22,E07000001\nBec 001C,E01000013,S,Bec 001D,E01000021,Bec of 22,E07000002\nBec 001C,E01000013,S,Bec 001E,E01000022,Bec of 22,E07000002\nBec 002B,E01000014,U,Bec 002B,E01000014,Bec of 22,E07000002\n',
  'ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name\nE06000001,Aldbec,E22000001,Aldbec,E23000001,North\nE08000002,Cor,E22000002,Cor,E23000001,North\n',
  'ltla21_code,ltla21_name,ltla22_code,ltla22_name,ltla24_code,ltla24_name\nE07000001,Ald,E07000001,Ald,E06000001,Aldbec\nE07000002,Bec,E07000002,Bec,E06000001,Aldbec\nE08000001,Cor,E08000002,Cor,E08000002,Cor\n',
  'ltla24_code,ltla24_name,region24_code,region24_name\nE06000001,"Aldbec, Borough of",E12000001,The North\nE08000002,Cor,E12000001,The North\n',
  'code,name,type,parent,from,until\nE12000001,North,region,E92000001,,\nE07000001,Ald,district,E12000001,1974-04-01,\n',
];
const READ = FILES.map((text) => {
  const read = readAreas(text);
  if (read instanceof Refusal) throw new Error(read.detail);
  return read.facts;
});
const who = { by: 'test', why: 'test', at: '2026-01-01T00:00:00Z' };

function imported(order: readonly number[]): CatalogueState {
  return order.reduce((state, index, i) => {
    const events = importAreas({ ...who, facts: READ[index]! }, state.areas);
    return state.with(events.map((event, j) => ({ ...event, stream: 'catalogue-areas', version: i * 10 + j, position: `${i}${j}` })));
  }, CatalogueState.empty);
}

/** Every answer that the view can give of the small country. */
function answers(view: CatalogueState): unknown {
  const areas = [...view.areas.all()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const dates = ['2003-01-01', '2021-06-01', '2022-06-01', '2030-01-01', undefined];
  return areas.map((area) => [
    area,
    view.links(area.code),
    dates.map((date) => [
      view.within(area.code, 'lsoa', { date, vintage: '2011' }),
      view.within(area.code, 'district', { date }),
      view.parentOf(area.code, 'district', date),
      view.parentOf(area.code, 'police-force-area', date),
      date && view.codeAt(area.code, date),
    ]),
  ]);
}

describe('area files', () => {
  const expected = answers(imported([...READ.keys()]));

  it('give the same catalogue in any order, also when some come twice', () => {
    const order = fc.shuffledSubarray([...READ.keys(), ...READ.keys()], { minLength: 2 * READ.length });
    fc.assert(
      fc.property(order, (all) => expect(answers(imported(all))).toEqual(expected)),
      { numRuns: 200 },
    );
  });
  it('state what became of an area before its end, so that at no position of the log has it ended without a successor (design 4.8)', () => {
    const recode = READ[4]!;
    const types = importAreas({ ...who, facts: recode }, CatalogueState.empty.areas).map(({ type }) => type);
    expect(types).toEqual(['AreaLinksImported', 'AreasImported']);
  });
  it('give the small areas of every vintage their district, split, merged or redrawn', () => {
    const view = imported([...READ.keys()]);
    expect(view.within('E06000001', 'lsoa', { vintage: '2001' })).toEqual([
      'E01000001',
      'E01000002',
      'E01000003',
      'E01000004',
      'E01000005',
    ]);
    expect(view.within('E23000001', 'lsoa', { vintage: '2021' })).toEqual([
      'E01000001',
      'E01000011',
      'E01000012',
      'E01000014',
      'E01000021',
      'E01000022',
    ]);
    expect(view.within('E07000002', 'lsoa', { vintage: '2011' })).toEqual(['E01000013', 'E01000014']);
    expect(view.liesIn('E01000005', ['E23000001'])).toBe(true);
    expect(view.liesIn('E01000005', ['E08000002', 'E07000001'])).toBe(false);
  });
  it('date a reorganisation, and know a recoded place by both codes', () => {
    const view = imported([...READ.keys()]);
    expect(view.within('E12000001', 'district', { date: '2022-06-01' })).toEqual(['E07000001', 'E07000002', 'E08000002']);
    expect(view.within('E12000001', 'district')).toEqual(['E06000001', 'E08000002']);
    expect(view.codeAt('E08000002', '2021-06-01')).toBe('E08000001');
    expect(view.codeAt('E08000001', '2022-04-01')).toBe('E08000002');
    expect(view.area('E06000001')).toMatchObject({ name: 'Aldbec', from: '2024-04-01' });
    expect(view.area('E07000001')).toMatchObject({ name: 'Ald', from: '1974-04-01', until: '2024-04-01' });
  });
});

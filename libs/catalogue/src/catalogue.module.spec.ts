import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { EventStore } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { Clock, Refusal } from '#libs/kernel';
import { administrator, validation } from '#libs/platform';
import { Catalogue } from './catalogue.js';
import { CatalogueModule } from './catalogue.module.js';
import { ImportAreas } from './commands/import-areas.js';
import { AreasController } from './http/areas.controller.js';
import { CatalogueController } from './http/catalogue.controller.js';
import { TargetDto } from './http/target.dto.js';
import { TargetsController } from './http/targets.controller.js';
import { ProfileChecker } from './profile-checker.js';
import { Shipped } from './shipped.js';

const noon: Clock = { now: () => new Date('2026-01-02T12:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
const newPath = (): string => join(folder, `${randomUUID()}.sqlite`);
const admin = administrator('an administrator');
const author = { by: 'test', why: 'test' };

const extra: Shipped = {
  indicators: [
    {
      code: 'health.extra',
      name: 'Extra',
      theme: 'health',
      measure: 'count',
      per: 1,
      behaviour: 'flow',
      polarity: 'none',
      frequency: 'calendar',
      decimals: 0,
    },
  ],
  feeds: [{ code: 'observations', name: 'Observations', format: 'observations', profile: {}, indicators: ['*'], areas: [], owner: 'all' }],
};
const checker: ProfileChecker = { check: ({ format }) => (format === 'observations' ? undefined : new Refusal('unknown-format', format)) };

/** A process on this log. */
async function started(path: string) {
  @Global()
  @Module({
    providers: [
      { provide: EventStore, useFactory: () => new SqliteEventStore(path, noon) },
      { provide: Clock, useValue: noon },
      { provide: Shipped, useValue: extra },
      { provide: ProfileChecker, useValue: checker },
    ],
    exports: [EventStore, Clock, Shipped, ProfileChecker],
  })
  class House {}
  const app = await Test.createTestingModule({ imports: [CqrsModule.forRoot(), House, CatalogueModule] }).compile();
  await app.init();
  return {
    bus: app.get(CommandBus),
    catalogue: app.get(Catalogue),
    store: app.get(EventStore),
    definitions: app.get(CatalogueController),
    targets: app.get(TargetsController),
    areas: app.get(AreasController),
    stop: async () => (await app.get(EventStore).close(), app.close()),
  };
}
type Process = Awaited<ReturnType<typeof started>>;
const pipe = validation();
const postTarget = async ({ targets }: Process, body: object) => {
  const dto = (await pipe.transform(structuredClone(body), { type: 'body', metatype: TargetDto })) as TargetDto;
  return targets.post(dto, admin);
};
const problemOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { problem?: { code: string; detail: string } }) => error.problem?.code ?? error,
  );

let one: Process;
const path = newPath();
beforeAll(async () => {
  one = await started(path);
});
afterAll(async () => {
  await one.stop();
  rmSync(folder, { recursive: true });
});

describe('what ships with the product', () => {
  it('holds the nine regions, the 88 districts and all six themes', () => {
    const { catalogue } = one;
    expect(catalogue.within('E92000001', 'region')).toHaveLength(9);
    expect(catalogue.group('nrf-88')!.areas).toHaveLength(88);
    expect(catalogue.group('nrf-88')!.notes!['E08000008']).toContain('Westminster');
    expect(new Set(catalogue.indicators().map((i) => i.theme)).size).toBe(6);
    expect(catalogue.targets().map((t) => t.code)).toEqual(['C00', 'C02', 'D00', 'E00a', 'H00c', 'W04']);
  });
  it('knows what districts became, both ways and dated', () => {
    const { catalogue } = one;
    expect(catalogue.codeAt('E08000020', '2012-01-01')).toBe('E08000020');
    expect(catalogue.codeAt('E08000020', '2013-04-01')).toBe('E08000037');
    expect(catalogue.codeAt('E08000037', '2003-01-01')).toBe('E08000020');
    expect(catalogue.codeAt('E06000057', '2010-01-01')).toBe('E06000048');
    expect(catalogue.codeAt('E07000162', '2020-01-01')).toBe('E07000162'); // A merger is another place.
    expect(catalogue.parentOf('E07000162', 'region')).toBe('E12000001');
    expect(catalogue.within('E12000001', 'district', { date: '2003-01-01' })).toContain('E08000020');
    expect(catalogue.within('E12000001', 'district')).toContain('E08000037');
    expect(catalogue.within('E12000001', 'district')).not.toContain('E08000020');
  });
  it('takes in what other contexts ship', () => {
    expect(one.catalogue.indicator('health.extra')?.version).toBe(1);
    expect(one.catalogue.feed('observations')?.profileVersion).toBe(1);
  });
  it('is written once: by a second start and by two that race', async () => {
    const before = await one.store.end();
    await (await started(path)).stop();
    expect(await one.store.end()).toBe(before);
    const raced = newPath();
    const both = await Promise.all([started(raced), started(raced)]);
    const events = await both[0].store.readAll('', 1000, ['catalogue']);
    expect(new Set(events.map((e) => e.id)).size).toBe(events.length);
    expect(events.filter((e) => e.type === 'TargetVersionMade')).toHaveLength(6);
    for (const process of both) await process.stop();
  });
  it('leaves alone what people have made of it', async () => {
    const own = newPath();
    const first = await started(own);
    const { position: _, ...standing } = { position: '', ...first.catalogue.indicator('crime.burglary')! };
    await first.definitions.defineIndicator({ ...standing, name: 'Ours', derived: null, why: 'a better name' } as never, admin);
    await first.stop();
    const again = await started(own);
    expect(again.catalogue.indicator('crime.burglary')).toMatchObject({ name: 'Ours', version: 2 });
    await again.stop();
  });
});

describe('posting a target', () => {
  const floor = {
    code: 'floor',
    kind: 'floor',
    indicator: 'skills.gcse-5-a-c',
    polarity: 'higher',
    areas: 'nrf-88',
    floor: 38,
    from: '2003/04',
  };
  const body = { code: 'T1', theme: 'skills', department: 'D', sentence: 'S', technicalNote: 'N', why: 'W', elements: [floor] };

  it('makes the first version without saying so, and a change and a correction by name', async () => {
    expect(await postTarget(one, body)).toMatchObject({ code: 'T1', version: { first: true }, versions: [{ version: 1 }] });
    expect((await postTarget(one, body)).versions).toHaveLength(1); // Sent again: the same.
    expect(await problemOf(postTarget(one, { ...body, elements: [{ ...floor, floor: 40 }] }))).toBe('version-missing');
    const changed = await postTarget(one, {
      ...body,
      elements: [{ ...floor, floor: 40 }],
      version: { change: { appliesFrom: '2004/05' } },
    });
    expect(changed.versions.map((v) => v.made)).toEqual([{ first: true }, { change: { appliesFrom: '2004/05' } }]);
    expect(await problemOf(postTarget(one, { ...body, version: { correction: { of: 7 } } }))).toBe('unknown-version');
    const corrected = await postTarget(one, { ...body, elements: [{ ...floor, floor: 39 }], version: { correction: { of: 1 } } });
    expect(corrected).toMatchObject({ version: { correction: { of: 1 } }, by: 'an administrator', elements: [{ floor: 39 }] });
  });
  it.each([
    ['unknown-indicator', { indicator: 'skills.none' }],
    ['field-missing', { floor: undefined }],
    ['unknown-area', { areas: 'nowhere' }],
    ['unreadable-period', { from: 'sometime' }],
    ['field-missing', { kind: 'reduction', percent: 20 }],
    ['field-missing', { kind: 'multiple-of-national', multiple: 3 }],
    ['wrong-number', { kind: 'multiple-of-national', multiple: 0, national: 'E92000001' }],
    ['wrong-period', { kind: 'reduction', percent: 20, baseline: { period: '2005/06' }, until: '2004/05' }],
    ['wrong-trajectory', { trajectory: { shape: 'milestones' } }],
    ['unreadable-code', { code: 'a.b' }],
  ])('refuses %s %j', async (code, change) =>
    expect(await problemOf(postTarget(one, { ...body, code: 'T2', elements: [{ ...floor, ...change }] }))).toBe(code),
  );
  it('keeps kinds that are not judged yet', async () => {
    const gap = {
      code: 'gap',
      kind: 'absolute-gap',
      indicator: 'skills.gcse-5-a-c',
      polarity: 'higher',
      group: 'nrf-88',
      comparator: 'england',
      percent: 10,
      baseline: { period: '2000/01' },
    };
    expect(await postTarget(one, { ...body, code: 'T3', elements: [gap] })).toMatchObject({
      elements: [{ kind: 'absolute-gap', areas: 'nrf-88' }],
    });
  });
  it('refuses unknown fields and keys of objects at the edge', async () => {
    expect(await problemOf(postTarget(one, { ...body, surprise: 1 }))).toBe('invalid-request');
    expect(await problemOf(postTarget(one, JSON.parse('{"__proto__": {"a": 1}, "code": "T4"}') as object))).toBe('invalid-request');
  });
});

describe('what is not in the catalogue (issue 9, 5: the nearest code)', () => {
  it('is like what is', async () => {
    const view = await one.catalogue.upToDate();
    expect(view.areasLike('E0800021').map(({ name }) => name)).toEqual(['Newcastle upon Tyne']);
    expect(view.indicatorsLike('crime.burglery').map(({ code }) => code)).toEqual(['crime.burglary']);
  });
});

describe('areas over the bus', () => {
  const csv = 'code,name,type,parent,from,until\nE05000001,"A ward, quoted",ward,E08000021,2004-04-01,\n';

  it('are imported once, plain or gzip', async () => {
    const first = await one.bus.execute(new ImportAreas(Buffer.from(csv), author));
    expect(first).toMatchObject({ reader: 'plain', rows: 1, areas: { stated: 1, added: 1, news: 1 } });
    const end = await one.store.end();
    expect(await one.bus.execute(new ImportAreas(gzipSync(csv), author))).toMatchObject({ areas: { stated: 1, added: 0, news: 0 } });
    expect(await one.store.end()).toBe(end);
    expect(await one.areas.area({ code: 'E05000001' })).toMatchObject({
      name: 'A ward, quoted',
      from: '2004-04-01',
      liesIn: { district: 'E08000021', region: 'E12000001', country: 'E92000001' },
    });
  });
  it.each([
    ['unknown-header', 'a,b\n1,2\n'],
    ['unreadable-code', 'code,name\nX,Y\n'],
    ['unreadable-date', 'code,name,from\nE05000002,Y,2004-13-01\n'],
    ['unknown-type', 'code,name,type\nE05000002,Y,parish\n'],
    ['ragged-row', 'code,name\nE05000002\n'],
    ['unreadable-row', 'code,name\nE05000002,"never ends\n'],
    ['unknown-change', 'lsoa11_code,change_code,lsoa21_code\nE01000001,Z,E01000002\n'],
    ['empty-file', ''],
    ['empty-file', 'code,name\n'],
    ['lies-in-itself', 'code,name,type,parent\nE05000002,Y,ward,E05000002\n'],
  ])('are refused whole: %s', async (code, text) => {
    expect(await one.bus.execute(new ImportAreas(Buffer.from(text), author))).toMatchObject({ code });
  });
  it('are refused as broken gzip and as another encoding', async () => {
    const zipped = gzipSync(csv);
    expect(await one.bus.execute(new ImportAreas(zipped.subarray(0, zipped.length - 10), author))).toMatchObject({
      code: 'unreadable-gzip',
    });
    expect(await one.bus.execute(new ImportAreas(Buffer.from([0x63, 0xe9]), author))).toMatchObject({ code: 'not-utf-8' });
  });
});

describe('the catalogue as of a position', () => {
  it('shows what stood then, whatever came after, and a view that was given does not change', async () => {
    const before = await one.catalogue.upToDate();
    const where = before.position;
    await one.definitions.defineGroup({ code: 'later', name: 'L', areas: ['E08000021'], at: '2001-04-01', why: 'w' }, admin);
    expect(before.group('later')).toBeUndefined();
    expect((await one.catalogue.asOf(where)).group('later')).toBeUndefined();
    expect((await one.catalogue.asOf(where)).target('C00')).toBeDefined();
    expect((await one.catalogue.asOf('')).target('C00')).toBeUndefined();
    expect((await one.catalogue.upToDate()).group('later')).toBeDefined();
    expect((await one.catalogue.asOfMoment('2026-01-02T11:59:59.999Z')).target('C00')).toBeUndefined(); // All of it was made at noon.
    expect((await one.catalogue.asOfMoment('2026-01-02T12:00:00.000Z')).group('later')).toBeDefined();
  });
  it('freezes groups and refuses areas that are not known', async () => {
    const group = { code: 'later', name: 'L', areas: ['E08000022'], at: '2001-04-01', why: 'w' };
    expect(await problemOf(one.definitions.defineGroup(group, admin))).toBe('group-frozen');
    expect(await problemOf(one.definitions.defineGroup({ ...group, code: 'x', areas: ['E01999999'] }, admin))).toBe('unknown-area');
  });
  it('refuses a group that names one place under two of its codes, for a group holds places (design 4.8)', async () => {
    const [was, is] = ['E08000016', 'E08000038'];
    await one.bus.execute(
      new ImportAreas(Buffer.from(`ltla24_code,ltla24_name,ltla25_code,ltla25_name\n${was},Barnsley,${is},Barnsley\n`), author),
    );
    const group = { code: 'places', name: 'P', areas: ['E08000021', is, was], at: '2001-04-01', why: 'w' };
    const refused = one.definitions.defineGroup(group, admin).catch((error: { getResponse(): object }) => error.getResponse());
    expect(await refused).toMatchObject({ code: 'place-twice', detail: expect.stringMatching(new RegExp(`${is}.*${was}`)) });
    await one.definitions.defineGroup({ ...group, areas: ['E08000021', was] }, admin);
  });
  it('pages lists by code', async () => {
    const first = await one.definitions.indicators({ limit: 3 });
    const second = await one.definitions.indicators({ limit: 1000, cursor: first.next! });
    expect([...first.items, ...second.items]).toEqual(one.catalogue.indicators());
    expect(second.next).toBeNull();
  });
  it('has feeds checked by the owner of the formats', async () => {
    const feed = { code: 'f', name: 'F', format: 'nothing', profile: {}, indicators: ['crime.*'], owner: 'o', why: 'w' };
    expect(await problemOf(one.definitions.defineFeed(feed, admin))).toBe('unknown-format');
    expect(await one.definitions.defineFeed({ ...feed, format: 'observations' }, admin)).toMatchObject({ profileVersion: 1, areas: [] });
    expect(await one.definitions.defineFeed({ ...feed, format: 'observations', name: 'G' }, admin)).toMatchObject({ profileVersion: 2 });
  });
});

import fc from 'fast-check';
import { columnsOf, figure, pageOf, type RegisterEvent, RegisterHistory, type RegisterPage } from '#libs/figures';
import { fold, given, Refusal } from '#libs/kernel';
import { type CompleteRelease, type RecordStatements, register, statedBlock } from './register.js';

const decide = given(register);

interface Release {
  readonly submission: string;
  readonly released: string;
  readonly cells: Readonly<Record<string, number>>;
  readonly complete?: boolean;
}

const complete = ({ submission, released }: Release): CompleteRelease => ({ submission, released, window: null });

function command(release: Release, before: readonly Release[] = []): RecordStatements {
  const { submission, released, cells } = release;
  const block = statedBlock(
    'M2020-05',
    Object.entries(cells).map(([area, value], i) => ({ area, figure: figure(value), row: i + 1 })),
    columnsOf,
  );
  return {
    submission,
    released,
    receivedOn: '2024-12-31',
    blocks: block.areas.length > 0 ? [block] : [],
    complete: release.complete ? complete(release) : null,
    completeBefore: before.filter((r) => r.complete).map(complete),
  };
}

const april: Release = { submission: 'aa', released: '2024-04-01', cells: { '01': 41 } };
const may: Release = { submission: 'bb', released: '2024-05-01', cells: { '01': 44 } };
const play = (releases: readonly Release[]): RegisterEvent[] => {
  const events: RegisterEvent[] = [];
  releases.forEach((release, i) => events.push(...(decide(events, command(release, releases.slice(0, i))) as RegisterEvent[])));
  return events;
};
const page = (events: readonly RegisterEvent[], counts = (_: string): boolean => true): RegisterPage =>
  pageOf('E010081', fold(register, events), (token) => (counts(token) ? { recordedAt: '2024-12-31T00:00:00Z' } : undefined));

/** Current figures by area, without the order in which areas joined. */
const currentOf = (events: readonly RegisterEvent[]): object => {
  const { areas, blocks, sources } = page(events);
  const found: Record<string, unknown> = {};
  for (const b of blocks) {
    const from = (i: number) => sources[typeof b.from === 'number' ? b.from : b.from[i]!]!.released;
    let i = 0;
    for (let r = 0; r < b.areas.length; r += 2) {
      for (let a = b.areas[r]!; a < b.areas[r]! + b.areas[r + 1]!; a++, i++)
        found[areas[a]!] = [b.value[i], typeof b.status === 'string' ? b.status : b.status[i], from(i)];
    }
  }
  return found;
};

describe('the events of a register (design 4.3: bounds are measured in bytes as written)', () => {
  it('stay within the bound where texts are longer in bytes than in letters', () => {
    const one = command(april);
    const blocks = Array.from({ length: 300 }, (_, i) => ({ ...one.blocks[0]!, breakdown: `${'é'.repeat(400)}${i}` }));
    const events = decide([], { ...one, blocks }) as RegisterEvent[];
    expect(Math.max(...events.map(({ data }) => Buffer.byteLength(JSON.stringify(data))))).toBeLessThanOrEqual(256 * 1024);
    expect(events.flatMap(({ data }) => data.cells)).toHaveLength(300);
  });
});

describe('a register', () => {
  it('records a first figure, with its row', () => {
    expect(decide([], command(april))).toEqual([
      {
        type: 'FiguresRecorded',
        data: {
          v: 1,
          submission: 'aa',
          released: '2024-04-01',
          areas: ['01'],
          cells: [{ period: 'M2020-05', areas: [0, 1], value: [41], status: 'final', row: [1] }],
        },
      },
    ]);
  });

  it('revises a changed figure and keeps what it was', () => {
    const [event] = decide(play([april]), command(may)) as RegisterEvent[];
    expect(event).toMatchObject({ type: 'FiguresRevised', data: { cells: [{ value: [44], was: { value: [41], status: 'final' } }] } });
  });

  it('confirms a figure that a later release repeats', () => {
    const [event] = decide(play([april]), command({ ...may, cells: { '01': 41 } })) as RegisterEvent[];
    expect(event).toEqual({
      type: 'FiguresConfirmed',
      data: { v: 1, submission: 'bb', released: '2024-05-01', cells: [{ period: 'M2020-05', areas: [0, 1], row: [1] }] },
    });
  });

  it('refuses a release from the future', () =>
    expect(decide([], { ...command(april), released: '2104-05-01' })).toEqual(
      new Refusal('not-yet-released', expect.stringContaining('2104-05-01')),
    ));

  it('says nothing twice: the same submission again gives nothing', () => expect(decide(play([april]), command(april))).toEqual([]));

  it('finishes what a crash left: areas that are not stated yet', () => {
    const both: Release = { ...april, cells: { '01': 41, '02': 7 } };
    expect(decide(play([april]), command(both))).toMatchObject([
      { type: 'FiguresRecorded', data: { areas: ['02'], cells: [{ areas: [1, 1], value: [7] }] } },
    ]);
  });

  it('keeps a first figure of an earlier release, come late, behind the later one', () => {
    const events = play([may, april]);
    expect(events.map((e) => e.type)).toEqual(['FiguresRecorded', 'FiguresRecorded']);
    expect(currentOf(events)).toEqual({ '01': [44, 'final', '2024-05-01'] });
  });

  it('leaves out what a submission said when it no longer counts', () => {
    const events = play([april, may]);
    expect(page(events, (token) => token !== 'bb').blocks).toMatchObject([{ value: [41] }]);
  });

  it('drops what a complete release no longer carries', () =>
    expect(currentOf(play([april, { ...may, cells: { '02': 1 }, complete: true }]))).toEqual({
      '01': [null, 'missing:dropped', '2024-05-01'],
      '02': [1, 'final', '2024-05-01'],
    }));

  const releases = fc
    .array(
      fc.record({ cells: fc.dictionary(fc.constantFrom('01', '02', '03', '10'), fc.integer({ min: 0, max: 3 })), complete: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    )
    .map((all) => all.map((r, i): Release => ({ ...r, submission: `s${i}`, released: `2024-01-${String(i + 10)}` })));

  it('ends in the same current figures in whatever order releases come', () =>
    fc.assert(
      fc.property(
        releases.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => expect(currentOf(play(shuffled))).toEqual(currentOf(play(all))),
      ),
    ));

  it('folds to what was asked: the page of one release is that release', () =>
    fc.assert(
      fc.property(releases, ([first]) =>
        expect(currentOf(play([first!]))).toEqual(
          Object.fromEntries(Object.entries(first!.cells).map(([a, v]) => [a, [v, 'final', first!.released]])),
        ),
      ),
    ));

  it('keeps an event within its bounds', () => {
    const cells = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [String(i).padStart(2, '0'), i]));
    const block = command({ ...april, cells }).blocks[0]!;
    const blocks = Array.from({ length: 60 }, (_, i) => ({ ...block, breakdown: `sex ${i}` }));
    const events = decide([], { ...command(april), blocks }) as RegisterEvent[];
    expect(events.length).toBeGreaterThan(2);
    for (const event of events) expect(JSON.stringify(event.data).length).toBeLessThan(256 * 1024);
    expect(fold(register, events)).toBeInstanceOf(RegisterHistory);
  });
});

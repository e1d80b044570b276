import fc from 'fast-check';
import { fold, given } from '#libs/kernel';
import { judgement } from '../testing/evidence.js';
import { breach, type JudgementMade } from './breach.js';
import type { Behind } from './opening.js';
import type { BreachEvent, Judgement } from './types.js';

const decide = given(breach);
const STATED: Behind = { backing: 'touched', fresh: true };
const trigger = (n: number) => ({ event: `event-${n}`, position: String(n).padStart(6, '0'), submission: null, date: '2004-05-01' });

function made(n: number, judgements: readonly Judgement[], more: Partial<JudgementMade> = {}): JudgementMade {
  return {
    judgements,
    margin: 0,
    behind: STATED,
    trigger: trigger(n),
    backfill: false,
    superseded: null,
    episode: `episode-${n}`,
    ...more,
  };
}

/** The steps' names after these judgings, each on what the ones before it made. */
function story(...commands: JudgementMade[]): BreachEvent[] {
  const past: BreachEvent[] = [];
  for (const command of commands) past.push(...(breach.decide(command, fold(breach, past)) as readonly BreachEvent[]));
  return past;
}
const names = (...commands: JudgementMade[]): string[] => story(...commands).map((e) => e.type.slice('Breach'.length));

const suspect = judgement(1);
const sure = (month: number) => judgement(month, { certainty: '99.8' });
const likely = (month: number) => judgement(month, { certainty: '95' });
const met = (month: number, more: Partial<Judgement> = {}) => judgement(month, { outcome: 'met', distance: 1, value: 39, ...more });
const bare = { lower: null, upper: null, level: null };

describe('a breach is entered', () => {
  it('as suspected while the limits hold the line', () => {
    const events = decide([], made(1, [suspect]));
    expect(events).toEqual([{ type: 'BreachSuspected', data: { v: 1, episode: 'episode-1', judgement: suspect, trigger: trigger(1) } }]);
  });
  it('as confirmed at 99.8', () =>
    expect(decide([], made(1, [sure(1)]))).toMatchObject([{ type: 'BreachConfirmed', data: { by: '99.8' } }]));
  it('as suspected at 95 in one period', () => expect(names(made(1, [likely(1)]))).toEqual(['Suspected']));
  it('as confirmed at 95 in two successive periods', () =>
    expect(story(made(1, [likely(1)]), made(2, [likely(1), likely(2)])).at(-1)).toMatchObject({
      type: 'BreachConfirmed',
      data: { by: 'two-periods', episode: 'episode-1' },
    }));
  it('not by two windows that overlap; a year that was never published lies between no two periods', () => {
    const window = (start: number) => judgement(start, { certainty: '95', periodEnd: judgement(start + 12).periodStart });
    expect(names(made(1, [window(1), window(2)]))).toEqual(['Suspected']);
    expect(names(made(1, [window(1), window(2), window(13)]))).toEqual(['Confirmed']);
    expect(names(made(1, [likely(1), likely(3)]))).toEqual(['Confirmed']);
    expect(names(made(1, [likely(1), met(2), likely(3)]))).toEqual(['Suspected']);
  });
  it('without limits by a final figure beyond the margin', () => {
    const of = (distance: number, status: string, margin: number | null) =>
      names(made(1, [judgement(1, { ...bare, distance, status })], { margin }));
    expect(of(-1, 'final', 0)).toEqual(['Confirmed']);
    expect(of(-1, 'provisional', 0)).toEqual(['Suspected']);
    expect(of(-1, 'final', 1)).toEqual(['Suspected']);
    expect(of(-1.1, 'final', 1)).toEqual(['Confirmed']);
    expect(of(-100, 'final', null)).toEqual(['Suspected']);
  });
  it('by the latest judged period alone', () => {
    expect(names(made(1, [sure(1), met(2)]))).toEqual([]);
    expect(names(made(1, [sure(1), judgement(2, { outcome: 'not-judged', reason: 'missing', status: null })]))).toEqual(['Confirmed']);
  });
  it('by no backfill, which may not confirm either', () => {
    expect(names(made(1, [sure(1)], { backfill: true }))).toEqual([]);
    expect(names(made(1, [suspect]), made(2, [sure(1)], { backfill: true }))).toEqual(['Suspected']);
  });
  it('by no figure that only a backfill states, whoever delivers beside it, and by history only when it is delivered', () => {
    const behind = (backing: Behind['backing'], fresh: boolean) => names(made(1, [sure(1)], { behind: { backing, fresh } }));
    expect(behind('backfill', true)).toEqual([]);
    expect(behind('normal', false)).toEqual([]);
    expect(behind('normal', true)).toEqual(['Confirmed']);
    expect(behind('touched', false)).toEqual(['Confirmed']);
    expect(names(made(1, [suspect]), made(2, [sure(1)], { behind: { backing: 'backfill', fresh: true } }))).toEqual(['Suspected']);
    expect(names(made(1, [suspect]), made(2, [sure(1)], { behind: { backing: 'normal', fresh: false } }))).toEqual([
      'Suspected',
      'Confirmed',
    ]);
  });
  it('and cleared or withdrawn by no figure of the future', () => {
    const future = judgement(2, { outcome: 'not-judged', reason: 'period-not-ended' });
    expect(names(made(1, [sure(1)]), made(2, [sure(1), future]))).toEqual(['Confirmed']);
    expect(names(made(1, [sure(1)]), made(2, [met(1), future]))).toEqual(['Confirmed', 'Withdrawn']);
  });
  it('by no off course', () => expect(names(made(1, [judgement(1, { outcome: 'off-course', certainty: '99.8' })]))).toEqual([]));
});

describe('an episode whose end is taken back goes on under its id, however old its figures are (design 4.8)', () => {
  const OLD: Partial<JudgementMade> = { behind: { backing: 'normal', fresh: false } };
  const good = met(2, { certainty: '95' });
  const steps = (...commands: JudgementMade[]) => story(...commands).map((e) => `${e.type.slice('Breach'.length)} ${e.data.episode}`);
  const ofOne = (...names: string[]) => names.map((name) => `${name} episode-1`);

  it('when the file that cleared it is withdrawn, or revised to a breach', () => {
    const cleared = [made(1, [sure(1)]), made(2, [sure(1), good])];
    for (const now of [[sure(1)], [sure(1), sure(2)], [sure(1), judgement(2, { outcome: 'not-judged', status: 'suppressed' })]])
      expect(steps(...cleared, made(3, now, OLD))).toEqual(ofOne('Confirmed', 'Cleared', 'Confirmed'));
    expect(steps(...cleared, made(3, [sure(1), good, sure(3)], OLD))).toEqual(ofOne('Confirmed', 'Cleared'));
  });
  it('when the revision that withdrew it is withdrawn, or a target corrected back', () => {
    const withdrawn = [made(1, [sure(1)]), made(2, [met(1), met(2)])];
    expect(steps(...withdrawn, made(3, [sure(1), likely(2)], OLD))).toEqual(ofOne('Confirmed', 'Withdrawn', 'Confirmed'));
    expect(steps(...withdrawn, made(3, [sure(1), met(2), sure(3)], OLD))).toEqual(ofOne('Confirmed', 'Withdrawn'));
  });
  it('when its area or element comes back; what was published meanwhile is an episode of its own', () => {
    const gone = [made(1, [sure(1)]), made(2, [sure(1)], { superseded: { reason: 'area-left' } })];
    expect(steps(...gone, made(3, [sure(1)]))).toEqual(ofOne('Confirmed', 'Superseded', 'Confirmed'));
    expect(steps(...gone, made(3, [sure(1), sure(2)], OLD))).toEqual(ofOne('Confirmed', 'Superseded', 'Confirmed'));
    expect(steps(...gone, made(3, [sure(1), sure(2)]))).toEqual([...ofOne('Confirmed', 'Superseded'), 'Confirmed episode-3']);
  });
  it('confirmed, by the latest period that confirms it, or else suspected; by no backfill', () => {
    const cleared = [made(1, [sure(1)]), made(2, [sure(1), suspect2, met(3, { certainty: '95' })])];
    expect(story(...cleared, made(3, [sure(1), suspect2], OLD)).at(-1)).toMatchObject({
      type: 'BreachConfirmed',
      data: { by: '99.8', judgement: sure(1) },
    });
    expect(names(...cleared, made(3, [suspect, suspect2], OLD)).at(-1)).toBe('Suspected');
    expect(names(...cleared, made(3, [sure(1)], { ...OLD, backfill: true }))).toEqual(['Confirmed', 'Cleared']);
    const filled = { behind: { backing: 'backfill', fresh: true } } as const; // It was there while the episode was open.
    expect(names(made(1, [suspect]), made(2, [suspect, good]), made(3, [suspect, sure(2)], filled))).toEqual([
      ...['Suspected', 'Cleared', 'Suspected'],
    ]);
  });
  const suspect2 = judgement(2);
  it('but not by another indicator', () => {
    const other = judgement(1, { certainty: '99.8', indicator: 'other' });
    expect(names(made(1, [sure(1)]), made(2, [met(1)]), made(3, [other], OLD))).toEqual(['Confirmed', 'Withdrawn']);
  });
  it('only suspected on other figures than those that were withdrawn, and is confirmed again when it is certain again', () => {
    const same = { episode: 'episode-1' };
    const events = story(made(1, [sure(1)]), made(2, [met(1)]), made(3, [likely(1)], same), made(4, [likely(1), likely(2)], same));
    expect(events.map((e) => e.type.slice('Breach'.length))).toEqual(['Confirmed', 'Withdrawn', 'Suspected', 'Confirmed']);
  });
});

describe('a breach is left', () => {
  const open = made(1, [sure(1)]);
  it('for recovering while it is not certain', () => expect(names(open, made(2, [sure(1), met(2)]))).toEqual(['Confirmed', 'Recovering']));
  it('as cleared when certain at 95', () =>
    expect(names(open, made(2, [sure(1), met(2, { certainty: '95' })]))).toEqual(['Confirmed', 'Cleared']));
  it('as cleared by the second good period', () =>
    expect(names(open, made(2, [sure(1), met(2)]), made(3, [sure(1), met(2), met(3)]))).toEqual(['Confirmed', 'Recovering', 'Cleared']));
  it('not by the same good period said again', () =>
    expect(names(open, made(2, [sure(1), met(2)]), made(3, [sure(1), met(2, { value: 39.1 })]))).toEqual(['Confirmed', 'Recovering']));
  it('without limits by a final figure beyond the margin', () => {
    const by = (more: Partial<Judgement>) => names(open, made(2, [sure(1), met(2, { ...bare, ...more })])).at(-1);
    expect(by({ distance: 1 })).toBe('Cleared');
    expect(by({ distance: 0 })).toBe('Recovering');
    expect(by({ distance: 1, status: 'provisional' })).toBe('Recovering');
  });
  it('and relapses under its id', () => {
    const events = story(open, made(2, [sure(1), met(2)]), made(3, [sure(1), met(2), suspect3]));
    expect(events.map((e) => e.type)).toEqual(['BreachConfirmed', 'BreachRecovering', 'BreachRelapsed']);
    expect(new Set(events.map((e) => e.data.episode))).toEqual(new Set(['episode-1']));
    expect(fold(breach, events).state).toBe('confirmed');
  });
  const suspect3 = judgement(3);
  it('and opens again as another episode', () => {
    const events = story(open, made(2, [sure(1), met(2, { certainty: '95' })]), made(3, [sure(1), met(2, { certainty: '95' }), sure(3)]));
    expect(events.map((e) => e.data.episode)).toEqual(['episode-1', 'episode-1', 'episode-3']);
  });
  it('from suspected too, by the same line', () =>
    expect(
      names(made(1, [suspect]), made(2, [suspect, met(2)]), made(3, [suspect, met(2), judgement(3)]), made(4, [suspect, met(2), sure(3)])),
    ).toEqual(['Suspected', 'Recovering', 'Relapsed', 'Confirmed']));
});

describe('a breach is withdrawn', () => {
  const open = made(1, [sure(1)]);
  it('by a revision of its period, however certain, and never cleared', () => {
    const revised = met(1, { certainty: '99.8', cause: 'comparator' });
    expect(story(open, made(2, [revised])).at(-1)).toMatchObject({
      type: 'BreachWithdrawn',
      data: { judgement: revised, episode: 'episode-1' },
    });
  });
  it('also when a later good period has come already', () =>
    expect(names(open, made(2, [sure(1), met(2)]), made(3, [met(1), met(2)]))).toEqual(['Confirmed', 'Recovering', 'Withdrawn']));
  it('when nobody states its figure any more', () =>
    expect(names(open, made(2, [judgement(1, { outcome: 'not-judged', reason: 'missing', value: null, status: null })]))).toEqual([
      'Confirmed',
      'Withdrawn',
    ]));
  it('not when its figure is hidden, which proves nothing', () => {
    const hidden = judgement(1, { outcome: 'not-judged', reason: 'suppressed', value: null, status: 'suppressed' });
    expect(names(open, made(2, [hidden]))).toEqual(['Confirmed']);
    expect(names(open, made(2, [hidden, met(2, { certainty: '95' })]))).toEqual(['Confirmed', 'Cleared']);
  });
  it('not while a later period still bears it out', () =>
    expect(names(open, made(2, [met(1), sure(2)]), made(3, [met(1), sure(2), met(3)]))).toEqual(['Confirmed', 'Recovering']));
});

describe('a breach is superseded (design 4.8)', () => {
  const gone = { superseded: { reason: 'area-left' } } as const;
  const changed = { superseded: { reason: 'target-changed' } } as const;
  it('when its area or its element is gone, with the judgement that opened it', () =>
    expect(story(made(1, [sure(1)]), made(2, [], gone)).at(-1)).toMatchObject({
      type: 'BreachSuperseded',
      data: { reason: 'area-left', episode: 'episode-1', judgement: sure(1) },
    }));
  it('once, and none is opened in its place', () =>
    expect(names(made(1, [sure(1)]), made(2, [sure(1)], gone), made(3, [sure(1), sure(2)], gone))).toEqual(['Confirmed', 'Superseded']));
  it('and may open anew when the area is judged again', () =>
    expect(names(made(1, [sure(1)]), made(2, [sure(1)], gone), made(3, [sure(1), sure(2)]))).toEqual([
      'Confirmed',
      'Superseded',
      'Confirmed',
    ]));
  it('when its element measures something else, by which another opens at once', () => {
    const events = story(made(1, [sure(1)]), made(2, [sure(1)], changed));
    expect(events.map((e) => [e.type, e.data.episode])).toEqual([
      ['BreachConfirmed', 'episode-1'],
      ['BreachSuperseded', 'episode-1'],
      ['BreachConfirmed', 'episode-2'],
    ]);
  });
});

describe('an episode', () => {
  const outcomes = fc.constantFrom('met', 'breach', 'breach', 'not-judged', 'on-course', 'off-course') as fc.Arbitrary<
    Judgement['outcome']
  >;
  const some = fc.record({
    month: fc.integer({ min: 1, max: 8 }),
    outcome: outcomes,
    certainty: fc.constantFrom('point', '95', '99.8') as fc.Arbitrary<Judgement['certainty']>,
    distance: fc.integer({ min: -3, max: 3 }),
    limits: fc.boolean(),
    stated: fc.boolean(),
  });
  /** What is known grows and changes by one figure a trigger. */
  const histories = fc.array(fc.tuple(some, fc.boolean()), { maxLength: 25 }).map((steps) => {
    const cells = new Map<number, Judgement>();
    return steps.map(([{ month, outcome, certainty, distance, limits, stated }, backfill], i) => {
      cells.set(month, judgement(month, { outcome, certainty, distance, ...(limits ? {} : bare), status: stated ? 'final' : null }));
      return made(
        i + 1,
        [...cells.values()].sort((a, b) => (a.periodEnd < b.periodEnd ? -1 : 1)),
        { backfill },
      );
    });
  });

  it('says nothing to the same trigger twice', () =>
    fc.assert(fc.property(histories, (commands) => expect(story(...commands.flatMap((c) => [c, c]))).toEqual(story(...commands)))));

  it('says nothing to a trigger from before its last step, as a rebuild gives', () =>
    fc.assert(
      fc.property(histories, (commands) => {
        const past = story(...commands);
        const last = past.at(-1)?.data.trigger.position ?? '';
        for (const command of commands.filter((c) => c.trigger.position <= last)) expect(decide(past, command)).toEqual([]);
      }),
    ));

  it('goes only from one state to a next that may follow', () =>
    fc.assert(
      fc.property(histories, (commands) => {
        const follows: Record<string, string[]> = {
          '': ['Suspected', 'Confirmed'],
          Suspected: ['Confirmed', 'Recovering', 'Cleared', 'Withdrawn'],
          Confirmed: ['Recovering', 'Cleared', 'Withdrawn'],
          Recovering: ['Relapsed', 'Confirmed', 'Cleared', 'Withdrawn'],
          Relapsed: ['Confirmed', 'Recovering', 'Cleared', 'Withdrawn'],
          Cleared: ['Suspected', 'Confirmed'],
          Withdrawn: ['Suspected', 'Confirmed'],
        };
        let at = '';
        const confirmed = new Set<string>();
        for (const { type, data } of story(...commands)) {
          const next = type.slice('Breach'.length);
          expect(follows[at]).toContain(next);
          if (next === 'Confirmed') expect(confirmed.has(data.episode)).toBe(false);
          if (next === 'Confirmed') confirmed.add(data.episode);
          if (next === 'Cleared' || next === 'Withdrawn') confirmed.delete(data.episode); // It may go on, confirmed anew.
          at = next;
        }
      }),
    ));

  it('is never opened or made worse by a backfill', () =>
    fc.assert(
      fc.property(histories, (commands) => {
        const backfills = new Set(commands.filter((c) => c.backfill).map((c) => c.trigger.event));
        for (const { type, data } of story(...commands)) {
          if (backfills.has(data.trigger.event)) expect(['BreachRecovering', 'BreachCleared', 'BreachWithdrawn']).toContain(type);
        }
      }),
    ));
});

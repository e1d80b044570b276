import type { BreachEvent, BreachStep } from '#libs/assessment';
import type { StoredEvent } from '#libs/event-store';
import { type BreachStory, breachStory } from './breach-story.js';

const judgement = {
  target: 'C00',
  element: 'floor',
  theme: 'crime',
  indicator: 'i',
  area: 'E08000021',
  period: '2003-04',
  periodEnd: '2004-04-01',
};
const stream = 'breach-C00.floor-E08000021';

function after(...types: BreachEvent['type'][]): BreachStory {
  const place = { region: null, lsp: null };
  const events = types.map((type, i) => {
    const data = { v: 1, episode: 'e', judgement, trigger: { event: `${i}`, position: `${i}`, submission: null, date: '2004-05-01' } };
    return {
      stream,
      version: i + 1,
      type,
      data,
      position: `${i}`,
      recordedAt: '2004-05-01T12:00:00.000Z',
    } as unknown as StoredEvent<BreachStep>;
  });
  return events.reduce<BreachStory | undefined>((story, event) => breachStory(story, event, place), undefined)!;
}

describe('the state of a breach (design 4.8)', () => {
  it.each([
    ['suspected', ['BreachSuspected', 'BreachRecovering', 'BreachRelapsed']],
    ['confirmed', ['BreachConfirmed', 'BreachRecovering', 'BreachRelapsed']],
    ['confirmed', ['BreachSuspected', 'BreachRecovering', 'BreachRelapsed', 'BreachConfirmed']],
    ['superseded', ['BreachConfirmed', 'BreachSuperseded']],
  ] as [string, BreachEvent['type'][]][])('is %s after %j', (state, types) => expect(after(...types).state).toBe(state));

  it.each(['BreachCleared', 'BreachWithdrawn'] as const)('is confirmed anew where %s is taken back, and has ended no more', (end) =>
    expect(after('BreachConfirmed', end, 'BreachConfirmed')).toMatchObject({ state: 'confirmed', clearedAt: null, withdrawnAt: null }),
  );
});

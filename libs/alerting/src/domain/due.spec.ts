import { given } from '#libs/kernel';
import { waitMsAfter } from './back-off.js';
import { alertDue } from './due.js';
import { aTell } from '../testing/fixtures.js';
import type { AlertEvent } from './types.js';

const decide = given(alertDue);
const due = (): readonly AlertEvent[] => decide([], aTell()) as readonly AlertEvent[];

describe('an alert', () => {
  it('becomes due when a breach is confirmed, with the whole story', () => {
    const [event] = due();
    expect(event).toMatchObject({
      type: 'AlertDue',
      data: {
        recipient: 'E12000001',
        step: 'confirmed',
        breach: { target: 'C00', element: 'floor', area: 'E08000021', areaName: 'Newcastle upon Tyne', regionName: 'North East' },
        story: {
          sentence: 'Cut domestic burglary by 25%',
          confirmedBy: '99.8',
          released: '2004-06-01',
          judgement: { value: 31.2, floor: 24 },
        },
      },
    });
  });
  it('becomes due once', () => expect(decide(due(), aTell())).toEqual([]));
  describe('that failed for good', () => {
    const failed = (retryable: boolean): AlertEvent => ({
      type: 'AlertFailed',
      data: { v: 1, channel: 'log', at: '2004-06-02T09:00:01.000Z', error: 'no', attempt: 1, retryable },
    });
    const retry = { do: 'retry', by: 'Ann', at: '2004-06-03T09:00:00.000Z' } as const;
    it('is due again when a person retries it', () =>
      expect(decide([...due(), failed(false)], retry)).toMatchObject([{ type: 'AlertRetried', data: { by: 'Ann' } }]));
    it.each([
      ['is still tried', [failed(true)]],
      ['was sent', [{ type: 'AlertSent', data: { v: 1, channel: 'log', at: '' } }]],
      ['was retried', [failed(false), { type: 'AlertRetried', data: { v: 1, ...retry, episode: '' } }]],
    ] as [string, AlertEvent[]][])('and no other: one that %s is refused', (_, since) =>
      expect(decide([...due(), ...since], retry)).toMatchObject({ code: 'alert-not-failed' }),
    );
  });

  it('tells the sentence of the version that was judged', () => {
    const [event] = decide([], aTell({ targetVersion: 1 })) as readonly AlertEvent[];
    expect(event).toMatchObject({
      data: { story: { sentence: 'Cut domestic burglary by 25%', element: { kind: 'multiple-of-national' } } },
    });
  });
  it('waits longer after each failure, but never longer than a quarter of an hour', () =>
    expect([0, 1, 2, 3, 30].map(waitMsAfter)).toEqual([0, 1000, 2000, 4000, 900_000]));
});

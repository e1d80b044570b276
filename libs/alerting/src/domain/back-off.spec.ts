import fc from 'fast-check';
import { restMsAfter, waitMsAfter } from './back-off.js';

describe('the wait after a failure', () => {
  it('is what is left of it', () => expect(restMsAfter(3, 10_000, 11_000)).toBe(3_000));
  it('is never longer than the whole, wherever the clock jumps', () =>
    fc.assert(
      fc.property(fc.nat(40), fc.integer(), fc.integer(), (attempts, failedAt, now) => {
        const rest = restMsAfter(attempts, failedAt, now);
        expect(rest >= 0 && rest <= waitMsAfter(attempts)).toBe(true);
      }),
    ));
});

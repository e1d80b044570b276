import { mustAddUp } from './sums.js';

const tally = { recorded: 1, revised: 1, confirmed: 1, dropped: 5, older: 1 };

describe('the sums of a receipt (design 4.2: they are asserted)', () => {
  it('hold where what was read is what was recorded; what was dropped was not read', () =>
    expect(() => mustAddUp({ stated: 6, unsettled: 2 }, tally)).not.toThrow());
  it.each([5, 7])('are a fault where %i of 6 are recorded', (stated) =>
    expect(() => mustAddUp({ stated, unsettled: 2 }, tally)).toThrow('4 are recorded'),
  );
});

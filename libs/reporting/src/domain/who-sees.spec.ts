import type { Person } from '#libs/platform';
import { Refusal } from '#libs/kernel';
import { heldTo } from './who-sees.js';

const person = (role: Person['role'], of: Partial<Person> = {}): Person => ({ role, feeds: [], lsp: null, region: null, name: 'x', ...of });

describe('who sees judgements and breaches (design 5: those whose area it is)', () => {
  it('a manager, of the own partnership', () => {
    const manager = person('lsp-manager', { lsp: 'E08000021' });
    expect(heldTo(manager, {})).toEqual({ lsp: 'E08000021' });
    expect(heldTo(manager, { lsp: 'E08000037' })).toBeInstanceOf(Refusal);
  });
  it('an officer, of the own region', () => {
    const officer = person('go-officer', { region: 'E12000001' });
    expect(heldTo(officer, { lsp: 'E08000021' })).toEqual({ lsp: 'E08000021', region: 'E12000001' });
    expect(heldTo(officer, { region: 'E12000002' })).toBeInstanceOf(Refusal);
  });
  it('a data team, of no area: it sees figures and its own deliveries', () =>
    expect(heldTo(person('data-team', { feeds: ['f'] }), { lsp: 'E08000021' })).toMatchObject({ code: 'not-allowed' }));
  it('an administrator, of all', () => expect(heldTo(person('administrator'), {})).toEqual({}));
});

import type { Person } from '#libs/platform';
import { Refusal } from '#libs/kernel';

/** What part of the country a question is about. */
export interface Scope {
  readonly lsp?: string;
  readonly region?: string;
}

const other = (what: string, code: string): Refusal =>
  new Refusal('other-area', `Your token is for the ${what} ${code}; ask for that, or leave the ${what} out.`, { [what]: code });
const unbound = new Refusal('no-area', 'Your token names neither a partnership nor a region; an administrator can make one that does.');

const figuresAlone = new Refusal(
  'not-allowed',
  'Judgements and breaches are for those who answer for the area; a data team sees figures, and what was delivered on its feeds.',
);

/** The question held to what this person may see: a manager to the own partnership, an officer to the own region. */
export function heldTo(person: Person, scope: Scope): Scope | Refusal {
  if (person.role === 'lsp-manager') {
    if (person.lsp === null) return unbound;
    return (scope.lsp ?? person.lsp) === person.lsp ? { ...scope, lsp: person.lsp } : other('lsp', person.lsp);
  }
  if (person.role === 'go-officer') {
    if (person.region === null) return unbound;
    return (scope.region ?? person.region) === person.region ? { ...scope, region: person.region } : other('region', person.region);
  }
  return person.role === 'data-team' ? figuresAlone : scope;
}

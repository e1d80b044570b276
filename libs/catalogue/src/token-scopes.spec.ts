import { scopeRefusal } from './token-scopes.js';

const areas: Readonly<Record<string, string>> = { E08000021: 'district', E12000001: 'region' };
const view = {
  feed: (code: string) => (code === 'police-street' ? { code } : undefined),
  area: (code: string) => (areas[code] === undefined ? undefined : { code, type: areas[code] }),
} as never;
const nothing = { feeds: [], lsp: null, region: null };

describe('what a token is held to', () => {
  it.each([
    [{ ...nothing, feeds: ['police-street', 'police-stret'] }, 'unknown-feed'],
    [{ ...nothing, lsp: 'E08000099' }, 'unknown-district'],
    [{ ...nothing, lsp: 'E12000001' }, 'unknown-district'],
    [{ ...nothing, region: 'E12000099' }, 'unknown-region'],
    [{ ...nothing, region: 'E08000021' }, 'unknown-region'],
    [{ feeds: ['police-street'], lsp: 'E08000021', region: 'E12000001' }, undefined],
  ])('%j: %s', (scope, code) => expect(scopeRefusal(scope, view)?.code).toBe(code));
});

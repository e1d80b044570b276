import type { Problem } from './problem.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** A problem as a bare page, for someone who came with a browser. */
export function problemPage({ title, detail, status }: Problem): string {
  return [
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p>`,
    `<p>Status ${status}</p></main></body></html>\n`,
  ].join('');
}

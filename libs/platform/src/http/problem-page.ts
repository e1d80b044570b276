import { Injectable } from '@nestjs/common';
import type { Problem } from './problem.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Draws problems as pages, for people who came with a browser: bare ones, until a context that has a frame for pages gives it. */
@Injectable()
export class ProblemPages {
  draw: (problem: Problem) => string = barePage;
}

function barePage({ title, detail, status }: Problem): string {
  return [
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p>`,
    `<p>Status ${status}</p></main></body></html>\n`,
  ].join('');
}

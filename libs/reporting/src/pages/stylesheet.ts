import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOVUK, OWN_CSS } from './places.js';

const SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';

let made: { readonly css: string; readonly hash: string } | undefined;

/** The compiled styles with the system's fonts: GDS Transport and the crest are for gov.uk alone. Made once. */
export function stylesheet(): { readonly css: string; readonly hash: string } {
  if (made === undefined) {
    const govuk = readFileSync(join(GOVUK, 'govuk/govuk-frontend.min.css'), 'utf8')
      .replace(/@font-face\s*\{[^}]*\}/g, '')
      .replace(/\/\*![^*]*Calvert[^*]*\*\//g, '')
      .replace(/GDS Transport,arial,sans-serif/g, SYSTEM_FONTS)
      .replace(/url\(\/assets\/images\/govuk-crest\.svg\)/g, 'none')
      .replace(/\/\*# sourceMappingURL=.*?\*\//g, '');
    const css = `${govuk}\n${readFileSync(OWN_CSS, 'utf8')}`;
    made = { css, hash: createHash('sha256').update(css).digest('hex').slice(0, 12) };
  }
  return made;
}

/** Where the stylesheet is served; the path changes with its content, so that it can be kept for ever. */
export const stylesheetPath = (): string => `/assets/floor-${stylesheet().hash}.css`;

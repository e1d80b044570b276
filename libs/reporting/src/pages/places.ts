import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout's root: the nearest folder upwards that holds a package.json, from the sources and from dist alike. */
function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('The pages find no package.json above them.');
  return rootAbove(above);
}

/** The templates, which the build copies beside what is compiled: an image need not hold the sources. */
export const TEMPLATES = join(import.meta.dirname, 'templates');
/** Our own few rules of style. */
export const OWN_CSS = join(import.meta.dirname, 'assets/floor.css');
/** What govuk-frontend ships: macros under govuk/, and the compiled stylesheet. */
export const GOVUK = join(rootAbove(import.meta.dirname), 'node_modules/govuk-frontend/dist');

import type { CatalogueView } from '#libs/catalogue';
import type { Scope } from '../domain/who-sees.js';

/** Whose pages an area's pages are: of a partnership's manager and of a region's officer, or of neither. */
export function placeOf(area: string, catalogue: Pick<CatalogueView, 'parentOf'>): Scope {
  return { lsp: catalogue.parentOf(area, 'district') ?? area, region: catalogue.parentOf(area, 'region') ?? area };
}

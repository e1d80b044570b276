import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { Refusal } from '#libs/kernel';
import { type Person, TokenScopes } from '#libs/platform';
import { Catalogue } from './catalogue.js';
import type { CatalogueView } from './domain/catalogue-view.js';

/** Refuses tokens that are held to feeds, districts or regions that the catalogue does not have. */
@Injectable()
export class CatalogueTokenScopes implements OnModuleInit {
  constructor(
    private readonly catalogue: Catalogue,
    @Optional() private readonly scopes?: TokenScopes, // Left out where the catalogue is used without HTTP.
  ) {}

  onModuleInit(): void {
    this.scopes?.use(async (person) => scopeRefusal(person, await this.catalogue.upToDate()));
  }
}

/** What a token would be held to that is not in the catalogue; undefined where all of it is. */
export function scopeRefusal({ feeds, lsp, region }: Pick<Person, 'feeds' | 'lsp' | 'region'>, view: Scopes): Refusal | undefined {
  const feed = feeds.find((code) => view.feed(code) === undefined);
  if (feed !== undefined) return new Refusal('unknown-feed', `${feed} is not a feed; GET /v1/feeds lists them.`, { feed });
  if (lsp !== null && view.area(lsp)?.type !== 'district') return unknownArea(lsp, 'district');
  return region !== null && view.area(region)?.type !== 'region' ? unknownArea(region, 'region') : undefined;
}

type Scopes = Pick<CatalogueView, 'feed' | 'area'>;

const unknownArea = (code: string, type: 'district' | 'region'): Refusal =>
  new Refusal(`unknown-${type}`, `${code} is not a ${type} of the catalogue; import its areas first, or check the code.`, { [type]: code });

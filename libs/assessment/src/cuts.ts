import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { DerivedBackings, DerivedFigures, LogFigures } from '#libs/figures';
import type { LogCut } from './element-figures.js';

/** Gives the catalogue and the figures, derived ones included, as the log held them at a position. */
export class Cuts {
  private readonly figures: LogFigures;

  constructor(
    store: EventStore,
    private readonly catalogue: Catalogue,
  ) {
    this.figures = LogFigures.of(store);
  }

  async at(position: string): Promise<LogCut> {
    const catalogue = await this.catalogue.asOf(position);
    const fed = this.figures.at({ position });
    const figures = new DerivedFigures(fed, catalogue);
    return { position, catalogue, figures, backings: new DerivedBackings(fed, figures, catalogue) };
  }
}

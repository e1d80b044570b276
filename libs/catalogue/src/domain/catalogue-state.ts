import type { AreaType } from '#libs/kernel';
import { AreaIndex, type Narrowing } from './area-index.js';
import { AreaRegistry } from './area-registry.js';
import type { CatalogueView } from './catalogue-view.js';
import { Definitions } from './definitions.js';
import type { AreaLinksImported, AreasImported, CatalogueEvent, CatalogueStream } from './events.js';
import type { Area, AreaLink, Feed, Group, Indicator, Target } from './types.js';

/** An event of the catalogue at its place in the log. */
export interface Placed {
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly type: string;
  readonly data: unknown;
}

type AreaEvent = AreasImported | AreaLinksImported;
type DefinitionEvent = Exclude<CatalogueEvent, AreaEvent>;
const isAreaEvent = (event: CatalogueEvent): event is AreaEvent => event.type === 'AreasImported' || event.type === 'AreaLinksImported';

/** The catalogue at one place of the log. It never changes: `with` gives the one after more events, sharing what stayed. */
export class CatalogueState implements CatalogueView {
  static readonly empty = new CatalogueState('', AreaRegistry.empty, Definitions.empty, new Map());

  private constructor(
    readonly position: string,
    private readonly registry: AreaRegistry,
    private readonly definitions: Definitions,
    private readonly versions: ReadonlyMap<string, number>,
    private readonly index = new AreaIndex(registry),
  ) {}

  /** The catalogue after these events, which follow its position in the order of the log. */
  with(events: readonly Placed[]): CatalogueState {
    const last = events.at(-1);
    if (last === undefined) return this;
    const all = events as unknown as readonly CatalogueEvent[]; // The log holds what our own deciders made.
    const areas = all.filter(isAreaEvent);
    const others = all.filter((event): event is DefinitionEvent => !isAreaEvent(event));
    const versions = new Map(this.versions);
    for (const { stream, version } of events) versions.set(stream, version);
    const registry = areas.length === 0 ? this.registry : this.registry.with(areas);
    const definitions = others.length === 0 ? this.definitions : this.definitions.with(others);
    // The same areas keep what was worked out about them.
    return new CatalogueState(last.position, registry, definitions, versions, registry === this.registry ? this.index : undefined);
  }

  /** Where a stream of the catalogue ends at this position. */
  version(stream: CatalogueStream): number {
    return this.versions.get(stream) ?? 0;
  }

  get areas(): AreaRegistry {
    return this.registry;
  }

  area(code: string): Area | undefined {
    return this.registry.get(code);
  }

  areasLike(text: string): readonly Area[] {
    return this.index.like(text);
  }

  indicatorsLike(text: string): readonly Indicator[] {
    return this.definitions.indicatorsLike(text);
  }

  links(code: string): readonly AreaLink[] {
    return this.registry.links(code);
  }

  indicator(code: string): Indicator | undefined {
    return this.definitions.indicators.get(code);
  }

  indicators(): readonly Indicator[] {
    return this.definitions.inOrder.indicators;
  }

  feed(code: string): Feed | undefined {
    return this.definitions.feeds.get(code);
  }

  feeds(): readonly Feed[] {
    return this.definitions.inOrder.feeds;
  }

  group(code: string): Group | undefined {
    return this.definitions.groups.get(code);
  }

  groups(): readonly Group[] {
    return this.definitions.inOrder.groups;
  }

  target(code: string): Target | undefined {
    return this.definitions.targets.get(code);
  }

  targets(): readonly Target[] {
    return this.definitions.inOrder.targets;
  }

  codesOf(code: string): readonly string[] {
    const linked = this.links(code).flatMap(({ kind, from, to }) => (kind === 'recode' ? [from, to] : []));
    return [...new Set([code, this.codeAt(code, '0001-01-01'), this.codeAt(code, '9999-12-31'), ...linked])];
  }

  codeAt(code: string, date: string): string {
    return this.index.places.codeAt(code, date);
  }

  within(code: string, type: AreaType, narrowing: Narrowing = {}): readonly string[] {
    return this.index.within(code, type, narrowing);
  }

  parentOf(code: string, type: AreaType, date?: string): string | undefined {
    return this.index.parentOf(code, type, date);
  }

  liesIn(code: string, containers: readonly string[]): boolean {
    return this.index.liesIn(code, containers);
  }
}

import type { FeedDefined, GroupDefined, IndicatorDefined, TargetVersionMade } from './events.js';
import { Likeness } from './likeness.js';
import type { Feed, Group, Indicator, Target } from './types.js';

type DefinitionEvent = GroupDefined | IndicatorDefined | FeedDefined | TargetVersionMade;

interface InOrder {
  readonly groups: readonly Group[];
  readonly indicators: readonly Indicator[];
  readonly feeds: readonly Feed[];
  readonly targets: readonly Target[];
}

/** What people have defined: the standing definition of each code. It never changes: `with` makes the next one. */
export class Definitions {
  static readonly empty = new Definitions(new Map(), new Map(), new Map(), new Map());
  private sorted: InOrder | undefined;
  private likeness: Likeness<Indicator> | undefined;

  private constructor(
    readonly groups: ReadonlyMap<string, Group>,
    readonly indicators: ReadonlyMap<string, Indicator>,
    readonly feeds: ReadonlyMap<string, Feed>,
    readonly targets: ReadonlyMap<string, Target>,
  ) {}

  /** Each kind in order of code. */
  get inOrder(): InOrder {
    this.sorted ??= {
      groups: byCode(this.groups),
      indicators: byCode(this.indicators),
      feeds: byCode(this.feeds),
      targets: byCode(this.targets),
    };
    return this.sorted;
  }

  /** What a text that is no indicator's code may have been meant for. */
  indicatorsLike(text: string): readonly Indicator[] {
    this.likeness ??= new Likeness(this.indicators.values());
    return this.likeness.like(text);
  }

  /** The definitions after these events. An event of a type not known here is a fault: nothing is skipped in silence. */
  with(events: readonly DefinitionEvent[]): Definitions {
    const groups = new Map(this.groups);
    const indicators = new Map(this.indicators);
    const feeds = new Map(this.feeds);
    const targets = new Map(this.targets);
    for (const event of events) {
      if (event.type === 'GroupDefined') groups.set(event.data.group.code, event.data.group);
      else if (event.type === 'IndicatorDefined') indicators.set(event.data.indicator.code, event.data.indicator);
      else if (event.type === 'FeedDefined') feeds.set(event.data.feed.code, event.data.feed);
      else if (event.type === 'TargetVersionMade') addVersion(targets, event.data);
      else throw new Error(`The catalogue does not know the event ${(event as { type: string }).type}.`);
    }
    return new Definitions(groups, indicators, feeds, targets);
  }
}

function addVersion(targets: Map<string, Target>, { target: code, theme, version }: TargetVersionMade['data']): void {
  targets.set(code, { code, theme, versions: [...(targets.get(code)?.versions ?? []), version] });
}

function byCode<T extends { readonly code: string }>(all: ReadonlyMap<string, T>): readonly T[] {
  return [...all.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

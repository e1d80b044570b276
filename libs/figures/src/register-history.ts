import type { Figure } from './figure.js';
import { figureAt } from './columns.js';
import { fromRuns, fromSteps } from './runs.js';
import { breakdownOf } from './breakdown-texts.js';
import type { Cells, FigureCells, RegisterEvent, Sourced } from './register-events.js';

/** How a statement came to stand beside the one before it. */
export type How = 'recorded' | 'revised' | 'confirmed' | 'dropped';

/** What one submission says of one observation. */
export interface Statement {
  /** The submission's id, with `.n` for its nth attempt. */
  readonly submission: string;
  readonly released: string;
  readonly figure: Figure;
  /** Null where the figure was counted, not read. */
  readonly row: number | null;
  readonly how: How;
  /** The text of its breakdown, where it is not the canonical one. */
  readonly spelled?: string;
}

/** One event's cells of one block, as they came but for the text of the breakdown. */
export interface Part {
  readonly submission: string;
  readonly released: string;
  readonly how: How;
  readonly cells: Cells & Partial<FigureCells> & Sourced;
  readonly spelled?: string;
}

const DROPPED: Figure = {
  value: null,
  numerator: null,
  denominator: null,
  lower: null,
  upper: null,
  level: null,
  status: 'missing',
  reason: 'dropped',
};

const HOW: Readonly<Record<RegisterEvent['type'], How>> = {
  FiguresRecorded: 'recorded',
  FiguresRevised: 'revised',
  FiguresConfirmed: 'confirmed',
  FiguresDropped: 'dropped',
};

/** The statements of one period and breakdown; worked out only when asked for, so a fold costs by the event and not by the figure. */
export class Block {
  readonly parts: Part[] = [];
  private folded = 0;
  private readonly byArea: (Statement[] | undefined)[] = [];

  constructor(
    readonly period: string,
    readonly breakdown: string,
  ) {}

  /** All statements of an area in release order, then in order of receipt. */
  statements(area: number): readonly Statement[] {
    this.settle();
    return this.byArea[area] ?? [];
  }

  /** The statement that stands before a release of this date: the latest with a date not after it. */
  before(area: number, released: string): Statement | undefined {
    return latestBy(this.statements(area), released);
  }

  /** The indexes of areas that anything was stated of. */
  areas(): number[] {
    this.settle();
    return [...this.byArea.keys()].filter((area) => this.byArea[area] !== undefined);
  }

  private settle(): void {
    for (; this.folded < this.parts.length; this.folded++) this.take(this.parts[this.folded]!);
  }

  private take({ submission, released, how, cells, spelled }: Part): void {
    const rows = cells.row && fromSteps(cells.row);
    fromRuns(cells.areas).forEach((area, i) => {
      const statements = (this.byArea[area] ??= []);
      const figure =
        how === 'confirmed' ? confirmed(statements, released, spelled) : how === 'dropped' ? DROPPED : figureAt(cells as FigureCells, i);
      const statement = { submission, released, figure, row: rows?.[i] || null, how };
      insert(statements, spelled === undefined ? statement : { ...statement, spelled });
    });
  }
}

function latestBy(statements: readonly Statement[], released: string): Statement | undefined {
  for (let i = statements.length - 1; i >= 0; i--) if (statements[i]!.released <= released) return statements[i];
  return undefined;
}

/** The figure that is said again: a log of before compared statements of one spelling alone. */
function confirmed(statements: readonly Statement[], released: string, spelled: string | undefined): Figure {
  const compared = spelled === undefined ? statements : statements.filter((statement) => statement.spelled === spelled);
  return latestBy(compared, released)!.figure;
}

/** Keeps release order; of one date, the later receipt comes last. */
function insert(statements: Statement[], statement: Statement): void {
  let at = statements.length;
  while (at > 0 && statements[at - 1]!.released > statement.released) at--;
  statements.splice(at, 0, statement);
}

/** The cells under the one text of their breakdown; the headline has none. */
function respelled({ breakdown: _, ...cells }: Part['cells'], breakdown: string): Part['cells'] {
  return breakdown === '' ? cells : { ...cells, breakdown };
}

/** All that a register holds: the fold of its events, whoever's statements count. */
export class RegisterHistory {
  /** Area codes without the register's seven characters, in the order they were first stated. */
  readonly areas: string[] = [];
  readonly blocks = new Map<string, Block>();
  /** Made when first asked for: a register that is only ever written once needs none. */
  private indexes: Map<string, number> | undefined;
  /** How many statements it holds, for a cache's bound. */
  size = 0;

  indexOf(suffix: string): number | undefined {
    this.indexes ??= new Map(this.areas.map((each, i) => [each, i]));
    return this.indexes.get(suffix);
  }

  block(period: string, breakdown: string): Block | undefined {
    return this.blocks.get(`${period}|${breakdown}`);
  }

  add(event: RegisterEvent): void {
    const { submission, released, areas = [], cells } = event.data;
    for (const suffix of areas) {
      this.indexes?.set(suffix, this.areas.length);
      this.areas.push(suffix);
    }
    for (const some of cells) {
      const { period, breakdown: spelled } = some;
      const breakdown = spelled === undefined ? '' : breakdownOf(spelled);
      const key = `${period}|${breakdown}`;
      let block = this.blocks.get(key);
      if (!block) this.blocks.set(key, (block = new Block(period, breakdown)));
      const stated = { submission, released, how: HOW[event.type] };
      const isCanonical = breakdown === (spelled ?? '');
      block.parts.push(isCanonical ? { ...stated, cells: some } : { ...stated, cells: respelled(some, breakdown), spelled });
      for (let i = 1; i < some.areas.length; i += 2) this.size += some.areas[i]!;
    }
  }
}

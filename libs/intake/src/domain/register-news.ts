import {
  type Cells,
  columnsOf,
  type Figure,
  figureAt,
  type FigureCells,
  type How,
  OBSERVATIONS_MAX,
  type RegisterEvent,
  type RegisterHistory,
  type Sourced,
  toRuns,
  toSteps,
} from '#libs/figures';
import { textBytes } from './text-bytes.js';
import type { CompleteRelease, RecordStatements, StatedBlock, Tally } from './register.js';

type AnyCells = Cells & Partial<FigureCells> & Sourced & { readonly was?: object };

type Where = Pick<StatedBlock, 'period' | 'breakdown'>;

/** A cell as it will be written; `was` where it differs from what stood. */
export interface Cell {
  readonly area: number;
  readonly figure?: Figure;
  readonly was?: Figure;
  readonly row: number;
}

/** A group of cells of one block that will be written as one kind of event by one submission. */
interface Pile {
  readonly type: RegisterEvent['type'];
  readonly submission: string;
  readonly released: string;
  readonly where: Where;
  readonly cells: Cell[];
}

/** Rough JSON bytes that a block of cells may take, kept well under an event's bound. */
const EVENT_BYTES_AIM = 200 * 1024;
const BYTES_OF: Readonly<Record<string, number>> = { FiguresRecorded: 128, FiguresRevised: 256, FiguresConfirmed: 10, FiguresDropped: 10 };
const BLOCK_BYTES = 300;

/** Gathers what a decision has to say and writes it as columns, within the bounds of an event. */
export class RegisterNews {
  readonly tally: Tally = { recorded: 0, revised: 0, confirmed: 0, dropped: 0, older: 0 };
  /** Whether what is stated next lies behind a newer release of the same observation. */
  isOlder = false;
  /** Areas that the register does not know yet, in code order. */
  private readonly joining: readonly string[];
  private indexes: Map<string, number> | undefined;
  private readonly whole: AnyCells[] = [];
  private readonly piles = new Map<string, Pile>();

  constructor(
    private readonly command: RecordStatements,
    private readonly history: RegisterHistory,
  ) {
    this.joining = joiningAreas(command, history);
  }

  areaIndex(suffix: string): number {
    const known = this.history.indexOf(suffix);
    if (known !== undefined) return known;
    this.indexes ??= new Map(this.joining.map((each, i) => [each, this.history.areas.length + i]));
    return this.indexes.get(suffix)!;
  }

  count(how: How): void {
    this.tally[this.isOlder && how !== 'dropped' ? 'older' : how]++;
  }

  /** A block that the register has nothing of: its columns are written as they are. */
  recordAll(stated: StatedBlock): void {
    const areas = this.isFirst(stated) ? stated.areas.map((_, i) => i) : stated.areas.map((suffix) => this.areaIndex(suffix));
    if (areas.some((area, i) => i > 0 && area <= areas[i - 1]!)) {
      // Codes that joined the register later stand out of order: cell by cell, to be sorted by index.
      areas.forEach((area, i) => this.record(stated, area, figureAt(stated.columns, i), stated.rows?.[i] ?? 0));
      return;
    }
    this.tally.recorded += areas.length;
    this.whole.push({
      period: stated.period,
      ...(stated.breakdown === '' ? {} : { breakdown: stated.breakdown }),
      areas: toRuns(areas),
      ...stated.columns,
      ...(stated.rows ? { row: toSteps(stated.rows) } : {}),
    });
  }

  /** Whether the block is all that a new register gets: then its areas are the register's, in their order. */
  private isFirst({ areas }: StatedBlock): boolean {
    return this.history.areas.length === 0 && areas === this.joining;
  }

  record(where: Where, area: number, figure: Figure, row: number): void {
    this.put('FiguresRecorded', where, { area, figure, row });
  }

  revise(where: Where, cell: Required<Cell>): void {
    this.put('FiguresRevised', where, cell);
  }

  confirm(where: Where, area: number, row: number): void {
    this.put('FiguresConfirmed', where, { area, row });
  }

  drop(where: Where, area: number, release: CompleteRelease): void {
    this.put('FiguresDropped', where, { area, row: 0 }, release);
  }

  private put(
    type: RegisterEvent['type'],
    where: Where,
    cell: Cell,
    { submission, released } = this.command as Pick<Pile, 'submission' | 'released'>,
  ): void {
    const key = `${type}|${submission}|${where.period}|${where.breakdown}`;
    let pile = this.piles.get(key);
    if (!pile) this.piles.set(key, (pile = { type, submission, released, where, cells: [] }));
    pile.cells.push(cell);
    this.count(HOW[type]);
  }

  /** The events, in an order that a fold can follow: what the submission records comes first, with the areas that join. */
  events(): RegisterEvent[] {
    const piles = [...this.piles.values()];
    const writer = new EventWriter(this.joining);
    writer.write('FiguresRecorded', this.command, [...this.whole, ...piles.filter((p) => p.type === 'FiguresRecorded').map(cellsOf)]);
    writer.write('FiguresRevised', this.command, piles.filter((p) => p.type === 'FiguresRevised').map(cellsOf));
    writer.write('FiguresConfirmed', this.command, piles.filter((p) => p.type === 'FiguresConfirmed').map(cellsOf));
    for (const pile of piles) if (pile.type === 'FiguresDropped') writer.write(pile.type, pile, [cellsOf(pile)]);
    return writer.events;
  }
}

/** The areas that are new to the register, in code order; the block's own list where it is all there is. */
function joiningAreas({ blocks }: RecordStatements, history: RegisterHistory): readonly string[] {
  const [first, second] = blocks;
  if (first && !second && history.areas.length === 0) return first.areas;
  const joining = new Set(blocks.flatMap(({ areas }) => areas));
  for (const suffix of history.areas) joining.delete(suffix);
  return [...joining].sort();
}

const HOW = { FiguresRecorded: 'recorded', FiguresRevised: 'revised', FiguresConfirmed: 'confirmed', FiguresDropped: 'dropped' } as const;

function cellsOf({ where, cells }: Pile): AnyCells {
  const sorted = [...cells].sort((a, b) => a.area - b.area);
  return {
    period: where.period,
    ...(where.breakdown === '' ? {} : { breakdown: where.breakdown }),
    areas: toRuns(sorted.map((c) => c.area)),
    ...(sorted[0]!.figure ? columnsOf(sorted.map((c) => c.figure!)) : {}),
    ...(sorted[0]!.was ? { was: columnsOf(sorted.map((c) => c.was!)) } : {}),
    ...(sorted.some((c) => c.row > 0) ? { row: toSteps(sorted.map((c) => c.row)) } : {}),
  };
}

/** Cuts cells into events within the bounds; the first event carries the areas that join. */
class EventWriter {
  readonly events: RegisterEvent[] = [];

  constructor(private areas: readonly string[]) {}

  write(type: RegisterEvent['type'], by: Pick<Pile, 'submission' | 'released'>, all: readonly AnyCells[]): void {
    let cells: AnyCells[] = [];
    let bytes = 0;
    let count = 0;
    for (const some of all) {
      const n = countOf(some);
      const more = BLOCK_BYTES + textBytes(some.breakdown, some.status, some.was) + n * BYTES_OF[type]!;
      if (cells.length > 0 && (bytes + more > EVENT_BYTES_AIM || count + n > OBSERVATIONS_MAX)) {
        this.close(type, by, cells);
        [cells, bytes, count] = [[], 0, 0];
      }
      cells.push(some);
      bytes += more;
      count += n;
    }
    if (cells.length > 0) this.close(type, by, cells);
  }

  private close(
    type: RegisterEvent['type'],
    { submission, released }: Pick<Pile, 'submission' | 'released'>,
    cells: readonly AnyCells[],
  ): void {
    const areas = this.areas.length > 0 ? { areas: this.areas } : {};
    this.areas = [];
    this.events.push({ type, data: { v: 1, submission, released, ...areas, cells } } as RegisterEvent);
  }
}

function countOf({ areas }: Cells): number {
  let n = 0;
  for (let i = 1; i < areas.length; i += 2) n += areas[i]!;
  return n;
}

import { columnsOf, figureAt, type FigureColumns, oneOrAll } from './columns.js';
import type { Known, Provenance, SeeValue } from './figure-source.js';
import type { Block, Part, RegisterHistory, Statement } from './register-history.js';
import { fromRuns, fromSteps, toRuns, toSteps } from './runs.js';
import type { Cells, FigureCells, Sourced } from './register-events.js';
import { periodFromKey } from '#libs/kernel';

/** A submission that counts, and since when. */
export interface Counting {
  /** When the log took its completion, an ISO moment. */
  readonly recordedAt: string;
  /** Where in the log. */
  readonly position?: string;
  /** Whether it brought history: nothing opens by it. */
  readonly backfill?: boolean;
}

/** Whose statements count at the cut: undefined for a submission not completed by then, or withdrawn, or a release too late. */
export type Counts = (submission: string, released: string) => Counting | undefined;

/** The current figures of one period and breakdown. `from` points into the page's sources, once for all or by cell. */
export interface PageBlock extends Cells, FigureColumns, Sourced {
  readonly from: number | readonly number[];
}

/** The current figures of one register, as plain JSON: what a series page holds. */
export interface RegisterPage {
  readonly prefix: string;
  readonly areas: readonly string[];
  readonly blocks: readonly PageBlock[];
  readonly sources: readonly (Omit<Provenance, 'row'> & { readonly token: string })[];
}

/** Collects a page's sources, each once. */
class Sources {
  readonly list: (Omit<Provenance, 'row'> & { token: string })[] = [];
  private readonly at = new Map<string, number>();

  index(token: string, released: string, { recordedAt }: Counting): number {
    const key = `${token} ${released}`;
    let index = this.at.get(key);
    if (index === undefined) {
      index = this.list.push({ token, submission: token.replace(/\.\d+$/, ''), released, recordedAt }) - 1;
      this.at.set(key, index);
    }
    return index;
  }
}

/** The page of a register at a cut: for each observation the counting statement with the greatest release date, then the latest receipt. */
export function pageOf(prefix: string, history: RegisterHistory, counts: Counts): RegisterPage {
  const sources = new Sources();
  const blocks: PageBlock[] = [];
  for (const block of history.blocks.values()) {
    const page = wholePart(block, counts, sources) ?? chosen(block, counts, sources);
    if (page) blocks.push(page);
  }
  blocks.sort((a, b) => order(a, b));
  return { prefix, areas: history.areas, blocks, sources: sources.list };
}

const order = (a: Cells, b: Cells): number =>
  a.period !== b.period ? (a.period < b.period ? -1 : 1) : (a.breakdown ?? '') < (b.breakdown ?? '') ? -1 : 1;

/** The common case, with no work by the figure: one event alone states the block. */
function wholePart(block: Block, counts: Counts, sources: Sources): PageBlock | undefined {
  const [part, another]: readonly Part[] = block.parts;
  if (!part || another || part.how !== 'recorded') return undefined;
  const counting = counts(part.submission, part.released);
  return counting && { ...(part.cells as FigureCells & Sourced), from: sources.index(part.submission, part.released, counting) };
}

function chosen(block: Block, counts: Counts, sources: Sources): PageBlock | undefined {
  const areas: number[] = [];
  const standing: Statement[] = [];
  const from: number[] = [];
  for (const area of block.areas()) {
    const statements = block.statements(area);
    for (let i = statements.length - 1; i >= 0; i--) {
      const counting = counts(statements[i]!.submission, statements[i]!.released);
      if (!counting) continue;
      areas.push(area);
      standing.push(statements[i]!);
      from.push(sources.index(statements[i]!.submission, statements[i]!.released, counting));
      break;
    }
  }
  if (areas.length === 0) return undefined;
  const rows = standing.map((s) => s.row ?? 0);
  return {
    period: block.period,
    ...(block.breakdown === '' ? {} : { breakdown: block.breakdown }),
    areas: toRuns(areas),
    ...columnsOf(standing.map((s) => s.figure)),
    ...(rows.some((row) => row > 0) ? { row: toSteps(rows) } : {}),
    from: oneOrAll(from),
  };
}

/** The figures of these areas (full codes) on the page, headline or breakdown, by area. */
export function knownOn(page: RegisterPage, areas: ReadonlySet<string>, breakdown: string): Map<string, Known[]> {
  const found = new Map<string, Known[]>();
  const codes = page.areas.map((suffix) => page.prefix + suffix);
  for (const block of page.blocks) {
    if ((block.breakdown ?? '') !== breakdown) continue;
    const rows = block.row && fromSteps(block.row);
    const period = periodFromKey(block.period);
    fromRuns(block.areas).forEach((area, i) => {
      const code = codes[area]!;
      if (!areas.has(code)) return;
      const { submission, released, recordedAt } = page.sources[typeof block.from === 'number' ? block.from : block.from[i]!]!;
      const known: Known = {
        period,
        figure: figureAt(block, i),
        provenance: { submission, released, recordedAt, row: rows?.[i] || null },
        derivedFrom: null,
      };
      const list = found.get(code);
      if (list) list.push(known);
      else found.set(code, [known]);
    });
  }
  return found;
}

/** Shows every headline value on the page of the areas that have a slot (by full code). */
export function visitPage(page: RegisterPage, slots: ReadonlyMap<string, number>, see: SeeValue): void {
  const slotOf = page.areas.map((suffix) => slots.get(page.prefix + suffix) ?? -1);
  for (const { breakdown, period, areas, value, status } of page.blocks) {
    if (breakdown !== undefined) continue;
    const indexes = fromRuns(areas);
    for (let cell = 0; cell < indexes.length; cell++) {
      const slot = slotOf[indexes[cell]!]!;
      if (slot >= 0) see(slot, period, value[cell] ?? null, typeof status === 'string' ? status : status[cell]!);
    }
  }
}

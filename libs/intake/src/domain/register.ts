import { type Decider, Refusal } from '#libs/kernel';
import {
  type Block,
  type Figure,
  figureAt,
  type FigureColumns,
  type How,
  type RegisterEvent,
  RegisterHistory,
  sameFigure,
  type Statement,
} from '#libs/figures';
import { RegisterNews } from './register-news.js';

/** What one submission states of one period and breakdown: areas in ascending order, each once. */
export interface StatedBlock {
  readonly period: string;
  readonly breakdown: string;
  /** Area codes without the register's seven characters. */
  readonly areas: readonly string[];
  readonly columns: FigureColumns;
  /** Source rows; null where figures were counted. */
  readonly rows: readonly number[] | null;
}

/** A release that speaks for all observations of the indicator, or for those inside its window `[from, to]` of period starts. */
export interface CompleteRelease {
  readonly submission: string;
  readonly released: string;
  readonly window: readonly [from: string, to: string] | null;
}

/** Records what a submission states in one register. */
export interface RecordStatements {
  /** The submission's token, `id` or `id.attempt`. */
  readonly submission: string;
  readonly released: string;
  /** The date of receipt, which no release date may lie after. */
  readonly receivedOn: string;
  readonly blocks: readonly StatedBlock[];
  /** When this submission is itself a complete release. */
  readonly complete: CompleteRelease | null;
  /** What the submission carries and could not be taken, as `period|breakdown|area`: it is not missing from the release. */
  readonly unsettled?: ReadonlySet<string>;
  /** Complete releases of the indicator that came before this submission, whatever their dates. */
  readonly completeBefore: readonly CompleteRelease[];
}

/** How the stated observations fared, each counted once; `older` are those behind a newer release, which change no current figure. */
export type Tally = Record<How | 'older', number>;

const idOf = (token: string): string => token.split('.', 1)[0]!;

/** What each release said of a hundred areas at most, for one indicator and one year. */
export const register: Decider<RecordStatements, RegisterEvent, RegisterHistory> = {
  initial: () => new RegisterHistory(),
  decide: (command, history) => {
    const decided = decideRegister(command, history);
    return decided instanceof Refusal ? decided : decided.events;
  },
  evolve: (history, event) => {
    history.add(event);
    return history;
  },
};

/** The register's decision, with how the observations fared. */
export function decideRegister(command: RecordStatements, history: RegisterHistory): { events: RegisterEvent[]; tally: Tally } | Refusal {
  if (command.released > command.receivedOn) {
    return new Refusal('not-yet-released', `The release date ${command.released} lies after the day of receipt, ${command.receivedOn}.`);
  }
  const news = new RegisterNews(command, history);
  for (const stated of command.blocks) {
    const block = history.block(stated.period, stated.breakdown);
    if (block) compareBlock(stated, block, command, news);
    else news.recordAll(stated);
    dropFromLater(stated, block, command, news);
  }
  if (command.complete) dropUnstated(command.complete, command, history, news);
  return { events: news.events(), tally: news.tally };
}

/** Cell by cell, against what stands in release order. */
function compareBlock(stated: StatedBlock, block: Block, command: RecordStatements, news: RegisterNews): void {
  const ours = block.parts.some((part) => idOf(part.submission) === idOf(command.submission));
  const mayBeOlder = block.parts.some(({ released }) => released > command.released);
  stated.areas.forEach((suffix, i) => {
    const area = news.areaIndex(suffix);
    news.isOlder = mayBeOlder && (block.statements(area).at(-1)?.released ?? '') > command.released;
    const mine = ours ? statementBy(block, area, command.submission) : undefined;
    if (mine) return news.count(mine.how); // Said already, before a crash or by an earlier attempt.
    const figure = figureAt(stated.columns, i);
    const row = stated.rows?.[i] ?? 0;
    const before = block.before(area, command.released); // In release order, not in order of arrival.
    if (!before) news.record(stated, area, figure, row);
    else if (sameFigure(before.figure, figure))
      news.confirm(stated, area, row); // A repeat is evidence, not silence.
    else news.revise(stated, { area, figure, was: before.figure, row });
  });
  news.isOlder = false;
}

function statementBy(block: Block, area: number, token: string): Statement | undefined {
  return block.statements(area).find((s) => idOf(s.submission) === idOf(token) && s.how !== 'dropped');
}

/** Complete releases that came earlier but were released later, and do not carry these observations, drop them. */
function dropFromLater(stated: StatedBlock, block: Block | undefined, command: RecordStatements, news: RegisterNews): void {
  for (const release of command.completeBefore) {
    if (release.released <= command.released || idOf(release.submission) === idOf(command.submission)) continue;
    if (!covers(release, stated.period)) continue;
    for (const suffix of stated.areas) {
      const area = news.areaIndex(suffix);
      if (!(block?.statements(area) ?? []).some((s) => idOf(s.submission) === idOf(release.submission))) news.drop(stated, area, release);
    }
  }
}

/** What stood at this release's date and is not in it is missing from then on. */
function dropUnstated(release: CompleteRelease, command: RecordStatements, history: RegisterHistory, news: RegisterNews): void {
  const stated = new Map(
    command.blocks.map((b) => [`${b.period}|${b.breakdown}`, new Set(b.areas.map((suffix) => news.areaIndex(suffix)))]),
  );
  for (const [key, block] of history.blocks) {
    if (!covers(release, block.period)) continue;
    for (const area of block.areas()) {
      if (stated.get(key)?.has(area) || !block.before(area, release.released)) continue;
      if (command.unsettled?.has(`${key}|${history.areas[area]}`)) continue;
      dropOrCount(release, block, area, news);
    }
  }
}

function dropOrCount(release: CompleteRelease, block: Block, area: number, news: RegisterNews): void {
  const own = block.statements(area).filter((s) => idOf(s.submission) === idOf(release.submission));
  if (own.length === 0) news.drop(block, area, release);
  else if (own.some(({ how }) => how === 'dropped')) news.count('dropped'); // Said already, before a crash or a lost race.
}

/** Period keys of one kind sort by start; a window holds keys of the indicator's one kind. */
function covers({ window }: CompleteRelease, period: string): boolean {
  return window === null || (period >= window[0] && period <= window[1]);
}

/** For tests and small callers: figures as one block. */
export function statedBlock(
  period: string,
  cells: readonly { area: string; figure: Figure; row?: number }[],
  columnsOf: (figures: Figure[]) => FigureColumns,
): StatedBlock {
  const sorted = [...cells].sort((a, b) => (a.area < b.area ? -1 : 1));
  return {
    period,
    breakdown: '',
    areas: sorted.map((c) => c.area),
    columns: columnsOf(sorted.map((c) => c.figure)),
    rows: sorted.map((c) => c.row ?? 0),
  };
}

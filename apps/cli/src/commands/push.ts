import { basename } from 'node:path';
import { CannotDo, sentenceOf } from '../cannot-do.js';
import type { Receipt, RefusedRow } from '../push/receipt.js';
import { type PushOptions, sendFile } from '../push/send-file.js';
import type { FloorServer } from '../server/floor-server.js';
import { pages } from '../server/pages.js';
import { counted, printable } from '../show/cells.js';
import { receiptText } from '../show/receipt-text.js';
import { REFUSED_SUFFIX, removeRefusedRows, writeRefusedRows } from '../show/refused-rows.js';
import type { Terminal } from '../terminal.js';

export type { PushOptions } from '../push/send-file.js';

/** What came of one file: its receipt, or why there is none. */
type Pushed = { readonly file: string; readonly receipt: Receipt } | { readonly file: string; readonly problem: unknown };

/** 0 when everything was taken, 1 when rows or some of the files were refused, 2 when nothing could be done. */
function exitCodeOf(all: readonly Pushed[]): 0 | 1 | 2 {
  const failed = all.filter((pushed) => 'problem' in pushed || Boolean(pushed.receipt.failed)).length;
  if (failed === all.length) return 2;
  return failed > 0 || all.some((pushed) => 'receipt' in pushed && pushed.receipt.rows.refused > 0) ? 1 : 0;
}

/** Pushes files one after the other, in the order given, and gives the exit code. */
export async function push(server: FloorServer, files: readonly string[], options: PushOptions, terminal: Terminal): Promise<0 | 1 | 2> {
  if (options.refused !== undefined && files.length > 1) throw new CannotDo('--refused names one file: push one, or use --save-refused.');
  const all: Pushed[] = [];
  for (const file of files) {
    if (file.endsWith(REFUSED_SUFFIX))
      terminal.say(`${printable(basename(file))} lists refused rows of an earlier push and is not pushed.`);
    else all.push(await pushOne(server, file, options, terminal));
  }
  const answers = all.map((pushed) => ('receipt' in pushed ? pushed.receipt : pushed.problem));
  if (terminal.json) terminal.answer(answers.length === 1 ? answers[0]! : answers, String);
  return exitCodeOf(all);
}

async function pushOne(server: FloorServer, file: string, options: PushOptions, terminal: Terminal): Promise<Pushed> {
  try {
    const receipt = await sendFile(server, file, options, terminal);
    if (!terminal.json) terminal.answer(receipt, () => receiptText(receipt, basename(file), server.url));
    if (receipt.rows.read === 0) terminal.say(`Warning: ${printable(basename(file))} holds no rows. Check that it is the right file.`);
    await settleRefused(server, refusedFileOf(file, options), receipt, terminal);
    return { file, receipt };
  } catch (error) {
    const sentence = sentenceOf(error);
    const name = basename(file);
    terminal.say(printable(sentence.startsWith(`${name} `) ? sentence : `${name}: ${sentence}`));
    const problem = error instanceof CannotDo && error.answer !== null ? error.answer : { detail: sentence };
    return { file, problem: { ...(problem as object), file: basename(file) } };
  }
}

/** Writes the refused rows where that was asked for, and removes those of an earlier push; what goes wrong leaves the receipt as it is. */
async function settleRefused(server: FloorServer, { path, asked }: RefusedFile, receipt: Receipt, terminal: Terminal): Promise<void> {
  try {
    if (receipt.rows.refused === 0 && !receipt.dryRun) {
      if (removeRefusedRows(path)) terminal.say(`${printable(path)} was removed: nothing is refused any more.`);
    } else if (receipt.rows.refused > 0 && asked) {
      const written = await writeRefusedRows(path, allRefused(server, receipt));
      terminal.say(`${counted(written, 'refused row')} in ${printable(path)}.${shortOf(written, receipt)}`);
    } else if (receipt.rows.refused > 0) terminal.say('Add --save-refused to have every refused row as CSV, with what to do about it.');
  } catch (error) {
    terminal.say(`The refused rows could not be written: ${printable(sentenceOf(error))} The receipt stands.`);
  }
}

const refusedFileOf = (file: string, { refused, saveRefused = false }: PushOptions): RefusedFile => ({
  path: refused ?? `${file}${REFUSED_SUFFIX}`,
  asked: saveRefused || refused !== undefined,
});

/** Where the refused rows of a file go, and whether they were asked for. */
interface RefusedFile {
  readonly path: string;
  readonly asked: boolean;
}

/** A dry run keeps nothing on the server, so all its refused rows come with the receipt. */
function allRefused(
  server: FloorServer,
  { dryRun, refusals, rows, submission }: Receipt,
): Iterable<RefusedRow> | AsyncIterable<RefusedRow> {
  if (dryRun || submission === null || refusals.length >= rows.refused) return refusals;
  return pages<RefusedRow>(server, `/v1/submissions/${encodeURIComponent(submission)}/refusals`);
}

const shortOf = (written: number, { rows }: Receipt): string =>
  written < rows.refused ? ` The other ${counted(rows.refused - written, 'row')} come with a push that is no dry run.` : '';

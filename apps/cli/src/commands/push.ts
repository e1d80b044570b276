import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Receipt, RefusedRow } from '#libs/intake';
import { CannotDo, sentenceOf } from '../cannot-do.js';
import type { FloorServer } from '../server/floor-server.js';
import { pages } from '../server/pages.js';
import { PushProgress, type Recording } from '../show/push-progress.js';
import { count, printable } from '../show/cells.js';
import { receiptTable } from '../show/receipt-table.js';
import { writeRefusedRows } from '../show/refused-rows.js';
import type { Terminal } from '../terminal.js';

const LOOK_MS = 400;

/** How the files are pushed. */
export interface PushOptions {
  readonly feed: string;
  readonly released?: string | undefined;
  readonly backfill?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What came of one file: its receipt, or why there is none. */
type Pushed = { readonly file: string; readonly receipt: Receipt } | { readonly file: string; readonly problem: unknown };

/** 0 when everything was taken, 1 when rows or some of the files were refused, 2 when nothing could be done. */
function exitCodeOf(all: readonly Pushed[]): 0 | 1 | 2 {
  const failed = all.filter((pushed) => 'problem' in pushed).length;
  if (failed === all.length) return 2;
  return failed > 0 || all.some((pushed) => 'receipt' in pushed && pushed.receipt.rows.refused > 0) ? 1 : 0;
}

/** Pushes files one after the other, in the order given, and gives the exit code. */
export async function push(server: FloorServer, files: readonly string[], options: PushOptions, terminal: Terminal): Promise<0 | 1 | 2> {
  const all: Pushed[] = [];
  for (const file of files) all.push(await pushOne(server, file, options, terminal));
  const answers = all.map((pushed) => ('receipt' in pushed ? pushed.receipt : pushed.problem));
  if (terminal.json) terminal.answer(answers.length === 1 ? answers[0] : answers, String);
  return exitCodeOf(all);
}

async function pushOne(server: FloorServer, file: string, options: PushOptions, terminal: Terminal): Promise<Pushed> {
  try {
    const receipt = await send(server, file, options, terminal);
    if (!terminal.json) terminal.answer(receipt, () => receiptTable(receipt, basename(file)));
    if (receipt.rows.refused > 0) await keepRefused(server, file, receipt, terminal);
    return { file, receipt };
  } catch (error) {
    const sentence = sentenceOf(error);
    terminal.say(`${printable(basename(file))}: ${printable(sentence)}`);
    const problem = error instanceof CannotDo && error.answer !== null ? error.answer : { detail: sentence };
    return { file, problem: { ...(problem as object), file: basename(file) } };
  }
}

async function send(server: FloorServer, file: string, options: PushOptions, terminal: Terminal): Promise<Receipt> {
  const { size } = statSync(file);
  const body = createReadStream(file, { highWaterMark: 256 * 1024 });
  const progress = terminal.watched ? new PushProgress(printable(basename(file)), size) : undefined;
  if (progress !== undefined) body.once('error', (error) => progress.destroy(error));
  const watching = progress && watchRecording(server, options.feed, progress);
  try {
    return await server.ask<Receipt>({
      method: 'POST',
      path: `/v1/feeds/${encodeURIComponent(options.feed)}/submissions`,
      query: {
        name: basename(file).replace(/\.gz$/, ''), // Profiles know files by the names that they are published under.
        released: options.released,
        backfill: options.backfill ? 'true' : undefined,
        dryRun: options.dryRun ? 'true' : undefined,
      },
      body: progress === undefined ? body : body.pipe(progress),
      type: 'application/octet-stream', // The profile says what it is, and the bytes say whether they are gzip.
    });
  } finally {
    clearInterval(watching);
    progress?.close();
    body.destroy();
  }
}

/** Asks how far the recording has come, once everything is sent; the receipt comes of itself. */
function watchRecording(server: FloorServer, feed: string, progress: PushProgress): NodeJS.Timeout {
  const look = async (): Promise<void> => {
    const { items } = await server.get<{ items: readonly Recording[] }>(`/v1/feeds/${encodeURIComponent(feed)}/progress`);
    if (items[0] !== undefined) progress.recording(items[0]);
  };
  // A bar that cannot be drawn is no reason to fail: the push itself tells what is wrong.
  return setInterval(() => void (progress.isSent && look().catch(() => undefined)), LOOK_MS);
}

/** All refused rows go beside the file, to be mended there; a dry run keeps none beyond those in its receipt. */
async function keepRefused(server: FloorServer, file: string, receipt: Receipt, terminal: Terminal): Promise<void> {
  const path = `${file}.refused.csv`;
  const rows =
    receipt.dryRun || receipt.refusals.length >= receipt.rows.refused ? receipt.refusals : pages<RefusedRow>(server, refusalsOf(receipt));
  const written = await writeRefusedRows(path, rows);
  terminal.say(`${count(written)} refused rows are in ${printable(path)}.`);
}

const refusalsOf = ({ submission }: Receipt): string => `/v1/submissions/${encodeURIComponent(submission)}/refusals`;

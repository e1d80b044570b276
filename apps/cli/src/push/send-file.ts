import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Ask, Busy, type FloorServer } from '../server/floor-server.js';
import { printable } from '../show/cells.js';
import { PushProgress, type Recording } from '../show/push-progress.js';
import type { Terminal } from '../terminal.js';
import { isDone, type Receipt, type Unfinished } from './receipt.js';

const LOOK_MS = 400;
const ACCEPTED = 202;
/** How long a server may say that it is busy before the push is given up. */
const BUSY_MS_MAX = 10 * 60_000;
const ASK_MS = 1_000;

/** How the files are pushed. */
export interface PushOptions {
  readonly feed: string;
  readonly released?: string | undefined;
  readonly backfill?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** Writes the refused rows beside each file, as FILE.refused.csv. */
  readonly saveRefused?: boolean | undefined;
  /** Writes the refused rows of one file here. */
  readonly refused?: string | undefined;
}

/** Sends a file and gives its receipt: waits while the server is busy, and asks until a recording that takes long is done. */
export async function sendFile(server: FloorServer, path: string, options: PushOptions, terminal: Terminal): Promise<Receipt> {
  for (let waited = 0; ;) {
    try {
      const { status, answer } = await sendOnce(server, path, options, terminal);
      return status === ACCEPTED && !isDone(answer) ? await whenDone(server, answer as Unfinished, terminal) : (answer as Receipt);
    } catch (error) {
      if (!(error instanceof Busy) || waited + error.waitMs > BUSY_MS_MAX) throw error;
      terminal.say(`${printable(basename(path))}: ${printable(error.message)} Sending it again in ${error.waitMs / 1000} s.`);
      await wait(error.waitMs);
      waited += Math.max(error.waitMs, ASK_MS);
    }
  }
}

type Sent = { readonly status: number; readonly answer: Receipt | Unfinished };

async function sendOnce(server: FloorServer, path: string, options: PushOptions, terminal: Terminal): Promise<Sent> {
  const { handle, size } = await opened(path);
  const body = createReadStream(path, { fd: handle, highWaterMark: 256 * 1024 });
  const progress = terminal.watched ? new PushProgress(printable(basename(path)), size) : undefined;
  if (progress !== undefined) body.once('error', (error) => progress.destroy(error));
  const watching = progress && watchRecording(server, options.feed, progress);
  try {
    return await server.reply<Receipt | Unfinished>({
      method: 'POST',
      path: `/v1/feeds/${encodeURIComponent(options.feed)}/submissions`,
      query: queryOf(path, options),
      body: progress === undefined ? body : body.pipe(progress),
      type: 'application/octet-stream', // The profile says what it is, and the bytes say whether they are gzip.
    });
  } finally {
    clearInterval(watching);
    progress?.close();
    body.destroy();
  }
}

function queryOf(path: string, { released, backfill, dryRun, saveRefused, refused }: PushOptions): Ask['query'] {
  const yes = (asked: boolean | undefined): string | undefined => (asked ? 'true' : undefined);
  return {
    name: basename(path).replace(/\.gz$/, ''), // Profiles know files by the names that they are published under.
    released,
    backfill: yes(backfill),
    dryRun: yes(dryRun),
    refusals: dryRun && (saveRefused || refused !== undefined) ? 'all' : undefined,
  };
}

/** The file, open for reading; throws with its name where it is none or may not be read. */
async function opened(path: string): Promise<{ handle: FileHandle; size: number }> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw Object.assign(error, { path: basename(path) });
  });
  const status = await handle.stat();
  if (status.isFile()) return { handle, size: status.size };
  await handle.close();
  throw Object.assign(new Error(`${path} is no file`), { code: 'EISDIR', path: basename(path) });
}

/** Asks until the submission is recorded, has failed or was withdrawn. */
async function whenDone(server: FloorServer, { submission }: Unfinished, terminal: Terminal): Promise<Receipt> {
  terminal.say(
    `The server has the whole file and goes on recording it as submission ${submission}. Ctrl-C stops the waiting, not the recording.`,
  );
  for (;;) {
    await wait(ASK_MS);
    const answer = await server.get<Receipt | Unfinished>(`/v1/submissions/${encodeURIComponent(submission)}`);
    if (isDone(answer)) return answer;
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

import { open } from 'node:fs/promises';

/** How much of the file's end is read at start: some twenty thousand alerts. */
const TAIL_BYTES_MAX = 64 * 1024 * 1024;
const IDS_MAX = 100_000;

/** The ids that the file holds, the latest hundred thousand. */
export class KnownIds {
  private readonly ids: Set<string>;

  constructor(ids: readonly string[]) {
    this.ids = new Set(ids.slice(-IDS_MAX));
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    this.ids.add(id);
    if (this.ids.size <= IDS_MAX) return;
    for (const oldest of this.ids) {
      this.ids.delete(oldest);
      break;
    }
  }
}

/** The ids at the end of the file, and whether its last line was cut short by a crash; nothing for no file. */
export async function readTail(path: string): Promise<{ ids: string[]; cutShort: boolean }> {
  const file = await open(path, 'r').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined;
    throw fault;
  });
  if (file === undefined) return { ids: [], cutShort: false };
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES_MAX);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString('utf8', 0, bytesRead);
    return { ids: idsIn(text), cutShort: text.length > 0 && !text.endsWith('\n') };
  } finally {
    await file.close();
  }
}

/** A line whose end is missing is no alert: its id may be written again, whole. */
function idsIn(text: string): string[] {
  const lines = text.split('\n');
  lines.pop();
  return lines.flatMap((line) => /^\{"id":"([0-9a-f-]{36})".*\}$/.exec(line)?.[1] ?? []);
}

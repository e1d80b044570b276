import { type FileHandle, mkdir, open } from 'node:fs/promises';

const CHUNK_BYTES_MAX = 1024 * 1024;

/** Writes a whole body to a new file and makes it durable; gives its length. The file must not be there yet. */
export async function writeDurably(path: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(path, 'wx');
  try {
    let bytes = 0;
    for await (const chunk of body) {
      await writeAll(file, chunk);
      bytes += chunk.byteLength;
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

/** Makes the folder and its name in its parent durable. */
export async function makeFolder(path: string, parent: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await syncFolder(parent);
}

/** Makes the names in a folder durable: a rename survives a power cut only after this. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** One write may take less than it is given, on a disk that is nearly full for instance. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) {
    const { bytesWritten } = await file.write(chunk, done, Math.min(chunk.byteLength - done, CHUNK_BYTES_MAX));
    done += bytesWritten;
  }
}

import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a small file whole or not at all, durably: a reader, or a power cut, finds the old text or the new. */
export function writeWhole(file: string, text: string, mode: number): void {
  const next = `${file}.${process.pid}.next`;
  const handle = openSync(next, 'w', mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder); // The new name is durable only when its folder is.
  } finally {
    closeSync(folder);
  }
}

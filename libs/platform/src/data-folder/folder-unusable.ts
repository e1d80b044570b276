import { dirname } from 'node:path';

/** The data folder cannot be used as it is; the message says why and what to do. */
export class FolderUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FolderUnusable';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file, not a folder: set FLOOR_DATA_DIR to a folder',
  ENOTDIR: 'is a file, or lies in one: set FLOOR_DATA_DIR to a folder',
  EACCES: 'may not be written by this user: change its owner or permissions, or set FLOOR_DATA_DIR to another folder',
  EPERM:
    'may not be written by this user, or its disk has no hard links: change its owner or permissions, or set FLOOR_DATA_DIR to another folder',
  EROFS: 'is on a disk that is read-only: make it writable, or set FLOOR_DATA_DIR to another folder',
  ENOSPC: 'is on a disk that is full: make room on it and start again; nothing that was accepted is lost',
  EDQUOT: 'is over the quota of this user: make room and start again; nothing that was accepted is lost',
  EIO: 'is on a disk that reports errors: check the disk, and restore the folder from a backup where it is damaged',
  SQLITE_CANTOPEN: 'holds a database that cannot be opened: check the permissions of its files',
  SQLITE_READONLY: 'holds a database that may not be written: check the permissions of its files and whether its disk is read-only',
  SQLITE_FULL: 'is on a disk that is full: make room on it and start again; nothing that was accepted is lost',
  SQLITE_IOERR: 'is on a disk that reports errors or is full: make room or check the disk, and start again',
};

/** The error as a sentence about the folder, where the system says what is in the way; any other error as it is. */
export function aboutFolder(error: unknown, dir: string): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = Object.entries(REASONS).find(
    ([known]) => code === known || (known.startsWith('SQLITE_') && code?.startsWith(`${known}_`)),
  )?.[1];
  const isOurs = path === undefined || path.startsWith(dir) || dir.startsWith(dirname(path));
  return reason === undefined || !isOurs ? error : new FolderUnusable(`The data folder ${dir} ${reason}.`, { cause: error });
}

/** The folder that this process holds is no longer where it was. */
export const folderGone = (dir: string): FolderUnusable =>
  new FolderUnusable(
    `The data folder ${dir} was moved or removed while it was in use, so the process ends. Put it back, or set FLOOR_DATA_DIR to its new place, and start again; nothing that was accepted is lost with it.`,
  );

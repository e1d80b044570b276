/** What the command line says when nothing could be done: one plain sentence, and what to do about it. */
export class CannotDo extends Error {
  constructor(
    sentence: string,
    readonly answer: unknown = null,
  ) {
    super(sentence);
    this.name = 'CannotDo';
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check its name',
  EISDIR: 'is a folder: name the files in it',
  ENOTDIR: 'lies in a folder that is a file: check its name',
  EACCES: 'may not be opened by this user: check its permissions',
  EPERM: 'may not be opened by this user: check its permissions',
  EROFS: 'could not be written: the disk is read-only',
  ENOSPC: 'could not be written: the disk is full',
};

/** Any error as one sentence for a person; a stack trace is for FLOOR_DEBUG alone. */
export function sentenceOf(error: unknown): string {
  if (error instanceof CannotDo) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const cause = code === undefined ? undefined : CAUSES[code];
  if (cause !== undefined && path !== undefined) return `${path} ${cause}.`;
  return `${message || String(error)}.`.replace(/\.\.$/, '.');
}

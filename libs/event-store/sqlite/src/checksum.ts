import { crc32 } from 'node:zlib';

/** What the checksum of an event covers: all that its row says, by name where the row holds a number. */
export interface Summed {
  readonly id: Buffer;
  readonly type: string;
  readonly stream: string;
  readonly version: number;
  readonly at: number;
  readonly data: Buffer;
}

/** The CRC-32 of an event, as a signed number of four bytes: a storage format. */
export function checksumOf({ id, type, stream, version, at, data }: Summed): number {
  return crc32(data, crc32(`${stream}\n${version}\n${type}\n${at}\n`, crc32(id))) | 0;
}

/** An event is not what was appended: the file was changed by something else, or the disk lost it. */
export class LogDamaged extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(
      `The event log is damaged: ${what}. Stop the app and restore the data folder from a backup, as docs/operate.md says; floor verify names everything that is damaged.`,
      options,
    );
    this.name = 'LogDamaged';
  }
}

/** An error by which SQLite says that the file is damaged, as LogDamaged; any other as it is. */
export function asLogDamage(path: string, error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  const isDamage = code === 'SQLITE_NOTADB' || String(code).startsWith('SQLITE_CORRUPT');
  return isDamage ? new LogDamaged(`${path}: ${message}`, { cause: error }) : error;
}

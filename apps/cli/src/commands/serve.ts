import { spawn } from 'node:child_process';
import { STANDALONE } from '../server/own-server.js';

/** How to serve. */
export interface ServeOptions {
  readonly port?: string | undefined;
  readonly empty?: boolean | undefined;
}

/** Runs the standalone app until it ends, and gives its exit code. */
export function serve({ port, empty }: ServeOptions): Promise<number> {
  const env = { ...process.env, FLOOR_DEBUG: undefined, ...(port === undefined ? {} : { FLOOR_PORT: port }) };
  const child = spawn(process.execPath, [STANDALONE, ...(empty ? ['--empty'] : [])], { stdio: 'inherit', env });
  // At a terminal Ctrl-C reaches the server too; from elsewhere it is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => ended(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

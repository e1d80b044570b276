// What the image runs: the app that APP names; with --health, whether that app lives.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const apps = join(import.meta.dirname, 'dist', 'apps');
const { APP: app = '', FLOOR_PORT: port = '3000' } = process.env;

if (process.argv.includes('--health')) {
  const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(4_000) }).catch(() => undefined);
  process.exit(answer?.ok ? 0 : 1);
}
const main = join(apps, app, 'src', 'main.js');
if (!/^[a-z]+$/.test(app) || !existsSync(main)) {
  process.stderr.write(`APP must name the app to run, one of ${readdirSync(apps).join(', ')}; it is "${app}".\n`);
  process.exit(1);
}
await import(main);

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version of the product, as its package states it. */
export const VERSION = versionAbove(dirname(fileURLToPath(import.meta.url)));

/** Built and unbuilt files lie at different depths below package.json. */
function versionAbove(folder: string): string {
  const text = readOr(join(folder, 'package.json'));
  const { name, version } = JSON.parse(text ?? '{}') as { name?: string; version?: string };
  if (name === 'floor-targets' && version !== undefined) return version;
  if (dirname(folder) === folder) throw new Error('There is no package.json above the command line.');
  return versionAbove(dirname(folder));
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

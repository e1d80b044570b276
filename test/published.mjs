import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the published files lie beside the project: the suites named `*.published-spec.ts` are defined only then. */
export const hasPublished = existsSync(join(import.meta.dirname, '../../shared/data'));

/** What a run says where they do not. */
export const NO_PUBLISHED = 'The suites on published files (*.published-spec.ts) are not defined: ../shared/data is not there.';

/** The suites under a folder that run here: those of these kinds, and those on published files where the files are. */
export const suitesIn = (folder, kinds) =>
  [...kinds, ...(hasPublished ? ['published-spec'] : [])].map((kind) => `<rootDir>/${folder}/**/*.${kind}.ts`);

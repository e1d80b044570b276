// What no other tool looks at: READMEs, names, sizes, tests left narrowed, a machine's own paths.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { at, filesUnder, root } from './project.mjs';
import { tableIsCurrent } from './settings-table.mjs';

const rooms = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(at(folder), { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => `${folder}/${e.name}`),
);
const files = ['apps', 'libs', 'test', 'scripts', 'docs', '.ci']
  .flatMap((folder) => [...filesUnder(at(folder))])
  .map((file) => relative(root, file));
const typescript = files.filter((file) => file.endsWith('.ts'));
const isTest = (file) => /[.-](spec|contract)\.ts$/.test(file) || file.startsWith('test/');
const text = (file) => readFileSync(at(file), 'utf8');
const lines = (file) => text(file).split('\n').length - 1;
const settingsAreTold = await tableIsCurrent();

/** Each rule gives what breaks it, a sentence a case. */
const rules = {
  'each lib and app has a README under 60 lines': () =>
    rooms.flatMap((room) => {
      const readme = `${room}/README.md`;
      if (!existsSync(at(readme))) return [`${room} has no README.md: say what it is for, what it promises and how to try it`];
      return lines(readme) < 60 ? [] : [`${readme} has ${lines(readme)} lines: the limit is 59`];
    }),
  'a suffix says something': () =>
    files
      .filter((file) => /\.(interface|type|util|utils|base|impl|service|helper)\.ts$/.test(file))
      .map((file) => `${file}: name it by its noun or verb; see CONTRIBUTING`),
  'a folder is named by what is in it': () =>
    files.filter((file) => /(^|\/)(utils|helpers|common|shared|misc)\//.test(file)).map((file) => `${file}: find the noun for the folder`),
  'file names are kebab-case': () =>
    typescript
      .filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.ts$/.test(basename(file)))
      .map((file) => `${file}: write it in kebab-case`),
  'no test is narrowed or skipped': () =>
    typescript
      .filter((file) => isTest(file) && /\b(describe|it|test)\.(only|skip)\(|\b(fdescribe|fit|xdescribe|xit|xtest)\(/.test(text(file)))
      .map((file) => `${file}: run it, or do not define it`),
  'no path of one machine': () =>
    files
      .filter((file) => /\.(ts|mjs|cjs|json|md|njk|ya?ml|html)$/.test(file) && !file.endsWith('tidy.mjs'))
      .filter((file) => /(^|[\s'"`(=])\/(work|home\/\w|Users|root)\//.test(text(file)))
      .map((file) => `${file}: take the path from the project's root or the environment`),
  'the settings are told as they are': () =>
    settingsAreTold ? [] : ['docs/operate.md: its table of settings is not what they say; run node scripts/settings-table.mjs'],
  'half of the sources are under 60 lines, nine in ten under 150': () => {
    const sizes = typescript
      .filter((file) => !isTest(file))
      .map(lines)
      .sort((a, b) => a - b);
    const quantile = (q) => sizes[Math.floor(q * (sizes.length - 1))] ?? 0;
    const measured = `median ${quantile(0.5)}, p90 ${quantile(0.9)}, most ${sizes.at(-1)}`;
    return quantile(0.5) < 60 && quantile(0.9) < 150 ? [] : [`${measured}: split what has grown`];
  },
};

const broken = Object.entries(rules).flatMap(([rule, find]) => find().map((found) => `${rule}: ${found}`));
for (const line of broken) process.stdout.write(`${line}\n`);
process.exit(broken.length === 0 ? 0 : 1);

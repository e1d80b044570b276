// The table of settings in docs/operate.md, made from the settings themselves: run it after changing one.
import { readFileSync, writeFileSync } from 'node:fs';
import { at, become, nodeBinary } from './project.mjs';

const doc = at('docs', 'operate.md');
const BEGIN = '<!-- settings: written by scripts/settings-table.mjs -->';
const END = '<!-- settings end -->';

const bytes = (text) => {
  const units = ['', ' KiB', ' MiB', ' GiB'];
  let n = Number(text);
  let unit = 0;
  while (n >= 1024 && n % 1024 === 0 && unit < 3) [n, unit] = [n / 1024, unit + 1];
  return unit === 0 ? text : `${text} (${n}${units[unit]})`;
};

/** The rows: what a setting is called, is without you, must be and means. A text that no setting takes tells what it must be. */
async function table() {
  const { SETTINGS } = await import(at('libs/platform/src/config/settings.ts'));
  const { wantingOf } = await import(at('libs/platform/src/config/servers.ts'));
  const needed = wantingOf('servers', () => null);
  const rows = Object.entries(SETTINGS).map(([name, { fallback, says, secret, wrong }]) => {
    const standard =
      fallback === null
        ? needed.some((text) => text.startsWith(`${name} `))
          ? 'none: needed on servers'
          : 'none'
        : name.includes('_BYTES')
          ? bytes(fallback)
          : fallback;
    const must = wrong('\n')?.replace(/^must be /, '') ?? '';
    return `| \`${name}\` | ${standard} | ${must} | ${says}${secret ? ' (never shown)' : ''} |`;
  });
  return ['| setting | default | is | means |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The document with the table as it should be. */
async function written(text) {
  const [before, rest] = text.split(`${BEGIN}\n`);
  const [, after] = (rest ?? '').split(`${END}\n`);
  if (after === undefined) throw new Error(`docs/operate.md lacks the lines "${BEGIN}" and "${END}", between which the settings stand.`);
  return `${before}${BEGIN}\n${await table()}\n${END}\n${after}`;
}

/** Whether the document says what the settings say. */
export async function tableIsCurrent() {
  const text = readFileSync(doc, 'utf8');
  return (await written(text)) === text;
}

if (process.argv[1]?.endsWith('/settings-table.mjs')) {
  // The settings are TypeScript, which Node reads as it is from 24 on.
  if (!process.features.typescript) await become(nodeBinary(), [process.argv[1]]);
  writeFileSync(doc, await written(readFileSync(doc, 'utf8')));
}

// npm run bench [-- police | tidy | later | servers] [-- --runs N] [-- --quick]: ratios from one run, side by side, median of 5, fresh processes.
import { hasShared } from '../house/house.ts';
import { clean } from './bench-house.ts';
import { later } from './later.ts';
import { police } from './police.ts';
import { type Line, machine, say, table } from './report.ts';
import { servers } from './servers.ts';
import { tidy } from './tidy.ts';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const runs = Number(args[args.indexOf('--runs') + 1]) || (quick ? 1 : 5);
const wanted = (name: string): boolean => !args.some((a) => ['police', 'tidy', 'later', 'servers'].includes(a)) || args.includes(name);

process.stdout.write(`${machine()}\nmedian of ${runs}, each in a fresh process; the machine is noisy: look at the ratios\n\n`);
const lines: Line[] = [];
try {
  if (wanted('police') && hasShared) lines.push(...(await police(runs)));
  else if (wanted('police')) say('The published police files are not at hand: their line is left out.');
  if (wanted('tidy')) lines.push(...(await tidy(runs, !quick)));
  if (wanted('later')) lines.push(...(await later()));
  if (wanted('servers')) lines.push(...(await servers()));
} finally {
  clean();
}
process.stdout.write('\n');
table(lines);

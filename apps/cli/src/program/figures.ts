import { resolve } from 'node:path';
import { Command } from 'commander';
import { changeSubmission, type SubmissionChange } from '../commands/change-submission.js';
import { importAreas } from '../commands/import-areas.js';
import { type ListOptions, listSubmissions } from '../commands/list-submissions.js';
import { push, type PushOptions } from '../commands/push.js';
import { fileAt } from '../settings.js';
import { type Asked, asking, command, dateOf, type Run, wholeOf } from './run.js';

const LIST = 20;

/** The commands about figures: what is pushed, what came of it, and the areas that it is about. */
export function figureCommands(run: Run): Command[] {
  return [pushCommand(run), listCommand(run), ...changes(run), areas(run)];
}

function pushCommand(run: Run): Command {
  const examples = [
    'push 2025-01-northmoor-street.csv --feed police-street --dry-run',
    'push *.csv.gz --feed observations --released 2025-03-28',
    'push history.csv --feed observations --backfill --save-refused',
  ];
  return asking('push', 'push files to a feed, one after the other', examples)
    .argument('<file...>', 'plain or gzip')
    .requiredOption('--feed <name>', 'the feed that the files belong to')
    .option('--released <date>', 'when their publisher released them; today otherwise', dateOf)
    .option('--backfill', 'history: it opens no breach')
    .option('--dry-run', 'decide everything, keep nothing')
    .option('--save-refused', 'write refused rows beside each file, as FILE.refused.csv')
    .option('--refused <file>', 'write the refused rows of one file here')
    .addHelpText('after', '\nExit code: 0 all taken, 1 rows or some files refused, 2 nothing could be done.')
    .action((files: string[], options: PushOptions & Asked) =>
      run.on(options, async (server, terminal) => {
        const at = (name: string): string => resolve(run.settings.here, name);
        const refused = options.refused === undefined ? undefined : at(options.refused);
        run.code = await push(server, files.map(at), { ...options, refused }, terminal);
      }),
    );
}

function listCommand(run: Run): Command {
  return asking('submissions', 'list what was pushed, and what became of it', [
    'submissions',
    'submissions --feed police-street --state failed',
  ])
    .option('--feed <name>', 'of this feed alone')
    .option('--state <state>', 'in this state alone, such as completed, failed, withdrawn')
    .option('--limit <number>', 'how many at most', wholeOf, LIST)
    .action((options: ListOptions & Asked) => run.on(options, (server, terminal) => listSubmissions(server, options, terminal)));
}

function changes(run: Run): Command[] {
  const change = (name: string, what: SubmissionChange, description: string, why: boolean): Command => {
    const example = `${name} 0f6f3a6e-5c1e-4c57-8f0b-6d2f7a1c9e44${why ? ' --why "Wrong month sent"' : ''}`;
    const made = asking(name, description, [example]).argument('<submission>', 'its id, as the receipt and the list show it');
    if (why) made.requiredOption('--why <reason>', 'the reason, kept in the log (10 letters or more)');
    return made.action((id: string, options: Asked & { why?: string }) =>
      run.on(options, (server, terminal) => changeSubmission(server, { id, change: what, why: options.why }, terminal)),
    );
  };
  return [
    change('withdraw', 'withdrawal', 'take a submission back: its figures stop counting', true),
    change('reinstate', 'reinstatement', 'let a withdrawn submission count again', true),
    change('retry', 'retry', 'try a submission again that could not be finished', false),
  ];
}

function areas(run: Run): Command {
  const importing = asking('import', 'import lookups, boundary changes or the plain CSV', [
    'areas import areas/districts.csv areas/lsoa11-lad20.csv',
  ])
    .argument('<file...>', 'in this order')
    .action((files: string[], options: Asked) => {
      const paths = files.map((file) => fileAt(run.settings.here, file));
      return run.on(options, (server, terminal) => importAreas(server, paths, terminal));
    });
  return command('areas', 'the areas of the catalogue', ['areas import LOOKUP.csv']).addCommand(importing);
}

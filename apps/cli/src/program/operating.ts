import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { SAMPLE_SEED } from '#libs/sample';
import { type AlertsOptions, listAlerts, retryAlert } from '../commands/alerts.js';
import { discardParked, listParked, retryParked } from '../commands/parked.js';
import { rebuild } from '../commands/rebuild.js';
import { serve, type ServeOptions } from '../commands/serve.js';
import { showStatus } from '../commands/show-status.js';
import { createToken, listTokens, revokeToken, signInLink, type TokenOptions } from '../commands/tokens.js';
import { verifyStores } from '../commands/verify.js';
import { writeSample } from '../commands/write-sample.js';
import { type Asked, asking, command, dateOf, type Run, wholeOf } from './run.js';

const ROLES = ['data-team', 'lsp-manager', 'go-officer', 'administrator'];

/** The commands of whoever runs the server. */
export function operatingCommands(run: Run): Command[] {
  return [serveCommand(run), status(run), rebuilding(run), verifying(run), parked(run), alerts(run), token(run), signIn(run), sample(run)];
}

function serveCommand(run: Run): Command {
  return command('serve', 'serve on this machine, like npm start', ['serve', 'serve --empty --port 8080'])
    .option('--port <number>', 'the port to listen on')
    .option('--empty', 'start without the made-up sample')
    .action(async (options: ServeOptions) => void (run.code = await serve(options)));
}

function status(run: Run): Command {
  return asking('status', 'how far the projections are behind the log, and what is wrong', ['status', 'status --json']).action(
    (options: Asked) => run.on(options, showStatus),
  );
}

function rebuilding(run: Run): Command {
  return asking('rebuild', 'rebuild the read models of one projection, or of all', ['rebuild series', 'rebuild'])
    .argument('[projection]', 'its name, as floor status shows it')
    .action((name: string | undefined, options: Asked) => run.on(options, (server, terminal) => rebuild(server, name, terminal)));
}

function verifying(run: Run): Command {
  return command('verify', 'say whether the log, bodies and read models hold what was recorded', ['verify', 'verify --json'])
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', `\n${ABOUT_VERIFY}`)
    .action(async ({ json }: { json?: boolean }) => void (run.code = await verifyStores(run.settings, run.terminal(json))));
}

const ABOUT_VERIFY = `It looks through the data folder, or the servers that FLOOR_EVENTSTOREDB_URL
and FLOOR_MONGODB_URL name, also while apps work on them.
Exit code: 0 nothing differs, 1 something differs, 2 it could not be verified.`;

function parked(run: Run): Command {
  const of = (name: string, description: string, example: string): Command =>
    asking(name, description, [example])
      .argument('<projection>', 'the projection, as floor parked shows it')
      .argument('<stream>', 'the stream that it could not apply')
      .option('--scope <scope>', 'one part of it, such as TARGET.ELEMENT|AREA');
  const list = asking('list', 'list what is parked, and why', ['parked list']).action((options: Asked) => run.on(options, listParked));
  const retry = of('retry', 'apply it again, once it is fixed', 'parked retry assessment submission-1a2b3c').action(
    (projection: string, stream: string, options: Asked & { scope?: string }) =>
      run.on(options, (server, terminal) => retryParked(server, { projection, stream, scope: options.scope }, terminal)),
  );
  const discard = of('discard', 'leave it out, with a reason', 'parked discard assessment STREAM --why "Sent by mistake"')
    .requiredOption('--why <reason>', 'the reason, kept with it')
    .action((projection: string, stream: string, options: Asked & { scope?: string; why: string }) =>
      run.on(options, (server, terminal) => discardParked(server, { projection, stream, scope: options.scope }, options.why, terminal)),
    );
  const all = command('parked', 'what could not be applied: list it, retry it, discard it', ['parked', 'parked retry assessment STREAM']);
  return all.addCommand(list, { isDefault: true }).addCommand(retry).addCommand(discard);
}

function alerts(run: Run): Command {
  const list = asking('list', 'list alerts, the latest due first', ['alerts list --state failed'])
    .option('--state <state>', 'in this state alone: due, sent, failed or dropped')
    .option('--region <code>', 'of the areas of one region')
    .action((options: AlertsOptions & Asked) => run.on(options, (server, terminal) => listAlerts(server, options, terminal)));
  const retry = asking('retry', 'try an alert again that was given up', ['alerts retry 0f6f3a6e-5c1e-5c57-8f0b-6d2f7a1c9e44'])
    .argument('<id>', 'its id, as floor alerts shows it')
    .action((id: string, options: Asked) => run.on(options, (server, terminal) => retryAlert(server, id, terminal)));
  const all = command('alerts', 'what Government Offices were told: list it, retry it', ['alerts list --state failed']);
  return all.addCommand(list, { isDefault: true }).addCommand(retry);
}

function token(run: Run): Command {
  const create = asking('create', 'make a token, shown this once', [
    'token create --role data-team --feed police-street --name Northmoor',
    'token create --role go-officer --region E12000001 --expires 2027-03-31',
  ]);
  create.addOption(new Option('--role <role>', 'what it is for').choices(ROLES).makeOptionMandatory());
  create
    .option('--feed <name...>', "a data team's feeds")
    .option('--lsp <code>', "the district of a partnership's manager")
    .option('--region <code>', "the region of a Government Office's officer")
    .option('--name <name>', 'who holds it')
    .option('--expires <date>', 'the last day on which it works; for ever otherwise', dateOf)
    .action((options: TokenOptions & Asked) => run.on(options, (server, terminal) => createToken(server, options, terminal)));
  const list = asking('list', 'list who holds tokens; their texts are kept nowhere', ['token list']).action((options: Asked) =>
    run.on(options, listTokens),
  );
  const revoke = asking('revoke', 'revoke a token: it opens nothing from now on', ['token revoke 5d41402abc4b2a76'])
    .argument('<id>', 'its id, as floor token list shows it')
    .action((id: string, options: Asked) => run.on(options, (server, terminal) => revokeToken(server, id, terminal)));
  const all = command('token', 'tokens for people and programs', ['token list']);
  return all.addCommand(create).addCommand(list).addCommand(revoke);
}

function signIn(run: Run): Command {
  return asking('sign-in', 'print a new sign-in link, which works once', ['sign-in']).action((options: Asked) =>
    run.on(options, signInLink),
  );
}

function sample(run: Run): Command {
  return command('sample', 'write the made-up data set of npm start in the real formats', ['sample --dir sample'])
    .option('--dir <dir>', 'where to', 'sample')
    .option('--seed <number>', 'the same seed writes the same files', wholeOf, SAMPLE_SEED)
    .option('--json', 'print the answer as JSON')
    .action(({ dir, seed, json }: { dir: string; seed: number; json?: boolean }) =>
      writeSample(resolve(run.settings.here, dir), seed, run.terminal(json)),
    );
}

import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createToken, type TokenOptions } from './commands/create-token.js';
import { importAreas } from './commands/import-areas.js';
import { push, type PushOptions } from './commands/push.js';
import { rebuild } from './commands/rebuild.js';
import { serve, type ServeOptions } from './commands/serve.js';
import { showStatus } from './commands/show-status.js';
import { writeSample } from './commands/write-sample.js';
import { SAMPLE_SEED } from '#libs/sample';
import type { FloorServer } from './server/floor-server.js';
import { withServer } from './server/reach.js';
import { fileAt, type Settings } from './settings.js';
import { Terminal } from './terminal.js';

const ROLES = ['data-team', 'lsp-manager', 'go-officer', 'administrator'];

/** The exit code that a command came to. */
export type ExitCode = number;

/** One run of the command line: what was typed, and what it came to. */
export class Floor {
  code: ExitCode = 0;

  constructor(
    private readonly settings: Settings,
    private readonly out: NodeJS.WritableStream = process.stdout,
    private readonly err: NodeJS.WriteStream = process.stderr,
  ) {}

  /** Runs what was typed and gives the exit code; a wrong word is told by the command line itself. */
  async run(typed: readonly string[]): Promise<ExitCode> {
    try {
      await this.program().parseAsync(typed, { from: 'user' });
      return this.code;
    } catch (error) {
      if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
      throw error;
    }
  }

  private program(): Command {
    const floor = new Command('floor').description('Floor targets: push figures, see how they were taken.');
    const areas = new Command('areas').description('the areas of the catalogue');
    const token = new Command('token').description('tokens for people and programs');
    areas.addCommand(this.importAreas());
    token.addCommand(this.createToken());
    for (const command of [this.serve(), this.push(), areas, this.status(), this.rebuild(), token, this.sample()])
      floor.addCommand(command);
    for (const command of [floor, ...floor.commands, ...areas.commands, ...token.commands]) {
      command.exitOverride().configureOutput({ writeOut: (text) => this.out.write(text), writeErr: (text) => this.err.write(text) });
    }
    return floor;
  }

  private serve(): Command {
    const command = new Command('serve').description('serve on this machine, like npm start');
    command.option('--port <number>', 'the port to listen on').option('--empty', 'start without the made-up sample');
    return command.action(async (options: ServeOptions) => void (this.code = await serve(options)));
  }

  private push(): Command {
    const command = reaching('push').description('push files to a feed').argument('<file...>', 'plain or gzip');
    command.requiredOption('--feed <name>', 'the feed that the files belong to');
    command.option('--released <date>', 'when their publisher released them', dateOf).option('--backfill', 'history: opens no breach');
    command.option('--dry-run', 'decide everything, record nothing');
    return command.action((files: string[], options: PushOptions & Asked) =>
      this.on(options, async (server, terminal) => {
        const paths = files.map((file) => resolve(this.settings.here, file));
        this.code = await push(server, paths, options, terminal);
      }),
    );
  }

  private importAreas(): Command {
    const command = reaching('import').description('import lookups, boundary changes or the plain CSV').argument('<file...>');
    return command.action((files: string[], options: Asked) => {
      const paths = files.map((file) => fileAt(this.settings.here, file));
      return this.on(options, (server, terminal) => importAreas(server, paths, terminal));
    });
  }

  private status(): Command {
    return reaching('status')
      .description('how far the readers are behind the log')
      .action((options: Asked) => this.on(options, showStatus));
  }

  private rebuild(): Command {
    const command = reaching('rebuild').description('rebuild the read models of one reader, or of all').argument('[reader]');
    return command.action((reader: string | undefined, options: Asked) =>
      this.on(options, (server, terminal) => rebuild(server, reader, terminal)),
    );
  }

  private createToken(): Command {
    const command = reaching('create').description('make a token, shown this once');
    command.addOption(new Option('--role <role>', 'what it is for').choices(ROLES).makeOptionMandatory());
    command.option('--feed <name...>', "a data team's feeds").option('--lsp <code>', "the district of a partnership's manager");
    command.option('--region <code>', "the region of a Government Office's officer").option('--name <name>', 'who holds it');
    return command.action((options: TokenOptions & Asked) =>
      this.on(options, (server, terminal) => createToken(server, options, terminal)),
    );
  }

  private sample(): Command {
    const command = new Command('sample').description('write a made-up data set in the real formats');
    command
      .option('--dir <dir>', 'where to', 'sample')
      .option('--seed <number>', 'the same seed writes the same files', wholeOf, SAMPLE_SEED);
    command.option('--json', 'print the answer as JSON');
    return command.action(({ dir, seed, json }: { dir: string; seed: number; json?: boolean }) =>
      writeSample(resolve(this.settings.here, dir), seed, this.terminal(json)),
    );
  }

  private terminal(json = false): Terminal {
    return new Terminal(json, this.out, this.err);
  }

  private on(options: Asked, work: (server: FloorServer, terminal: Terminal) => Promise<void>): Promise<void> {
    const terminal = this.terminal(options.json);
    return withServer({ ...this.settings, url: options.to ?? this.settings.url }, (server) => work(server, terminal));
  }
}

/** Options of every command that asks a server. */
interface Asked {
  readonly to?: string;
  readonly json?: boolean;
}

/** A command that asks a server. */
function reaching(name: string): Command {
  return new Command(name)
    .option('--to <url>', 'the running server to ask; FLOOR_URL otherwise', urlOf)
    .option('--json', 'print the answer as JSON');
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Give an http or https address.');
}

function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Write the date as YYYY-MM-DD.');
}

function wholeOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

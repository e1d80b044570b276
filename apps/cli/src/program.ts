import { Command, CommanderError } from 'commander';
import { CannotDo, sentenceOf } from './cannot-do.js';
import { figureCommands } from './program/figures.js';
import { operatingCommands } from './program/operating.js';
import type { Asked, Run } from './program/run.js';
import type { FloorServer } from './server/floor-server.js';
import { withServer } from './server/reach.js';
import type { Settings } from './settings.js';
import { WIDTH } from './show/wrap.js';
import { Terminal } from './terminal.js';
import { VERSION } from './version.js';

/** The exit code that a command came to. */
export type ExitCode = number;

const ABOUT = `
Exit code: 0 done, 1 rows or some of the files refused, 2 nothing could be done.
The server is the one of --to or FLOOR_URL (with FLOOR_TOKEN), else the one that
holds the data folder; else one is started for as long as the command needs it.

Examples:
  floor push FILE --feed observations --dry-run
  floor status
  floor help push`;

/** One run of the command line: what was typed, and what it came to. */
export class Floor implements Run {
  code: ExitCode = 0;

  constructor(
    readonly settings: Settings,
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

  terminal(json = false): Terminal {
    return new Terminal(json, this.out, this.err);
  }

  on(options: Asked, work: (server: FloorServer, terminal: Terminal) => Promise<void>): Promise<void> {
    const terminal = this.terminal(options.json);
    const done = withServer({ ...this.settings, url: options.to ?? this.settings.url }, (server) => work(server, terminal));
    return done.catch((error: unknown) => {
      // A program that reads the answer finds what went wrong there, too.
      if (terminal.json) terminal.answer(error instanceof CannotDo && error.answer ? error.answer : { detail: sentenceOf(error) }, String);
      throw error;
    });
  }

  private program(): Command {
    const floor = new Command('floor').description('Floor targets: push figures, see how they were taken.').addHelpText('after', ABOUT);
    floor.version(VERSION, '--version', 'print the version');
    for (const command of [...figureCommands(this), ...operatingCommands(this)]) floor.addCommand(command);
    for (const command of [floor, ...floor.commands, ...floor.commands.flatMap(({ commands }) => commands)]) {
      command.exitOverride().configureHelp({ helpWidth: WIDTH });
      command.configureOutput({ writeOut: (text) => this.out.write(text), writeErr: (text) => this.err.write(text) });
    }
    return floor;
  }
}

import { Command, InvalidArgumentError } from 'commander';
import type { FloorServer } from '../server/floor-server.js';
import type { Settings } from '../settings.js';
import type { Terminal } from '../terminal.js';

/** Options of every command that asks a server. */
export interface Asked {
  readonly to?: string;
  readonly json?: boolean;
}

/** What a command needs of the run that it is part of. */
export interface Run {
  readonly settings: Settings;
  /** What the run ends with. */
  code: number;
  terminal(json?: boolean): Terminal;
  /** Does the work on the server that was asked for. */
  on(options: Asked, work: (server: FloorServer, terminal: Terminal) => Promise<void>): Promise<void>;
}

/** A command with examples under its help. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  floor ${example}`);
  return new Command(name).description(description).addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** A command that asks a server. */
export function asking(name: string, description: string, examples: readonly string[]): Command {
  return command(name, description, examples)
    .option('--to <url>', 'the running server to ask; FLOOR_URL otherwise', urlOf)
    .option('--json', 'print the answer as JSON');
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Give an http or https address.');
}

/** A date as it is written on the command line. */
export function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Write the date as YYYY-MM-DD.');
}

/** A whole number as it is written on the command line. */
export function wholeOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

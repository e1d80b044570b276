import { BadSettings, type Config, readConfig } from '../config/config.js';
import { type House, type Parts, start } from './start.js';

/** What an app adds to its parts when it is the process. */
export interface Program extends Parts {
  /** Its name among the apps that run on servers; without one it is the whole house, on embedded stores. */
  readonly app?: string;
  /** Called once the house stands, such as to fill the sample at its first start; the door is open meanwhile. */
  readonly whenUp?: (house: House) => Promise<void>;
}

/** The whole life of the process: settings, start, a word on where to look, and a clean end at Ctrl-C or SIGTERM. */
export async function run(program: Program, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  process.umask(0o077); // What lies in the data folder is its owner's.
  const house = await started(program, args);
  const isEnding = endOnSignal(house);
  try {
    await program.whenUp?.(house);
  } catch (error) {
    if (!isEnding()) throw error; // A door that closes on the way is no fault.
    return;
  }
  process.stdout.write((program.app === undefined ? greeting(house) : `The ${program.app} app answers at ${house.url}.`) + '\n');
}

async function started(program: Program, args: readonly string[]): Promise<House> {
  try {
    return await start({ ...program, onCrash: crashed }, settingsOf(program, args));
  } catch (error) {
    if (!isExpected(error)) throw error; // A fault of ours keeps its stack.
    say(error.message);
    process.exit(1); // What was opened before it failed would hold the process.
  }
}

function settingsOf({ app }: Program, args: readonly string[]): Config {
  if (app !== undefined && args.length > 0) throw new BadSettings([`${args[0]} is not an option of ${app}, which takes none.`]);
  if (app !== undefined) return readConfig({ stores: 'servers', app });
  const strange = args.filter((arg) => arg !== '--empty');
  if (strange.length > 0) throw new BadSettings([`${strange[0]} is not an option of start; there is --empty, for a folder of one's own.`]);
  return readConfig({ empty: args.includes('--empty') });
}

const isExpected = (error: unknown): error is Error =>
  error instanceof Error &&
  /^(BadSettings|ClockBehind|FolderHeld|FolderUnusable|LogDamaged|PortTaken|ReadModelsDamaged|ServerRefuses|UnknownFormat)$/.test(
    error.name,
  ); // By name: a worker's error has lost its class.

/** Without one of its threads the house would only seem to work: a supervisor starts it again, and nothing is half-done. */
function crashed(error: Error): void {
  say(isExpected(error) ? error.message : crashText(error));
  process.exit(1);
}

const crashText = ({ stack, message }: Error): string =>
  `A worker thread ended: ${stack ?? message}\nThe process ends; start it again, and unfinished submissions are finished.`;

function endOnSignal(house: House): () => boolean {
  let ending = false;
  const end = (signal: NodeJS.Signals): void => {
    if (ending) process.exit(signal === 'SIGINT' ? 130 : 143); // Asked twice: at once.
    ending = true;
    say('Stopping: finishing what is in hand ...');
    house.close().then(
      () => {
        say('Stopped.');
        process.exit(0);
      },
      (error: unknown) => {
        say(`The end was not clean, and nothing is lost by it: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return () => ending;
}

function greeting({ url, signInLink, config }: House): string {
  const lines = [
    '',
    config.sample ? 'Floor Targets runs on a made-up sample.' : `Floor Targets runs on ${config.dataDir}.`,
    '',
    `  Look          ${signInLink()}`,
    `  Push a file   npm run floor -- push FILE --feed observations`,
    `  Status        npm run floor -- status`,
    `  Routes        ${url}/openapi.json`,
    '',
    'The first link signs one browser in, once, within 15 minutes.',
    'npm run floor -- sign-in prints a new one. Ctrl-C stops.',
  ];
  return lines.join('\n');
}

const say = (text: string): void => void process.stderr.write(text + '\n');

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BlobStore } from '#libs/blob-store';
import { Clock } from '#libs/kernel';
import { type Config, freezeConfig } from '../config/config.js';
import { DataFolder, HOLDER_FILE } from '../data-folder/data-folder.js';
import { aboutFolder } from '../data-folder/folder-unusable.js';
import { lookOver } from '../data-folder/look-over.js';
import { dropHalfSample, sampleState } from '../data-folder/sample-mark.js';
import { writeWhole } from '../data-folder/write-whole.js';
import { HealthIssues } from '../health/health-issues.js';
import { guardHttp } from '../http/http-house.js';
import { logOf } from '../logging/log.js';
import { OpenApi } from '../openapi/openapi.js';
import { administrator } from '../security/person.js';
import { Sessions } from '../security/sessions.js';
import { secret, TokenStore } from '../security/tokens.js';
import { WorkModule } from '../stores/work.module.js';
import { ReadersAtWork } from '../threads/readers-at-work.js';
import type { Context } from '../threads/run-thread.js';
import { LocalCalls, ThreadHandlers, type ThreadName, THREADS } from '../threads/thread-calls.js';
import { WorkerThreads } from '../threads/worker-threads.js';
import { HttpModule } from './http.module.js';
import { finish, listen } from './listening.js';

/** What an app is made of. */
export interface Parts {
  /** The contexts that answer over HTTP. */
  readonly contexts: readonly Context[];
  /** The file that each worker thread runs; without one, `work` runs in this thread, as tests like it. */
  readonly thread?: URL;
  readonly work?: readonly Context[];
  /** Which workers the app has; both unless it says so. */
  readonly threads?: readonly ThreadName[];
  /** Called when a worker ends unasked; the house cannot go on without it. */
  readonly onCrash?: (error: Error) => void;
}

/** A running house. */
export interface House {
  readonly url: string;
  /** A new link that signs one browser in, once and for a short time. */
  signInLink(): string;
  /** The first administrator's token. */
  readonly token: string;
  readonly config: Config;
  /** Stops taking requests, finishes what is in hand (within ten seconds), and lets go of the data folder. */
  close(): Promise<void>;
}

/** Where no worker is, this thread reads. */
const LOCAL: readonly ThreadName[] = ['readers'];

@Module({})
class RootModule {}

/** From the wish to end to the end. */
const CLOSE_MS_MAX = 9_000;
/** What is kept of that for work in hand, when answers under way take all the time there is. */
const FOR_WORK_MS = 4_000;

/** Ends a part; `leftMs` tells how long the whole end may still take. */
type Undo = (leftMs: () => number) => Promise<void>;

/** Builds the house and listens; throws FolderHeld, PortTaken or ServerRefuses, holding nothing, or FolderUnusable. */
export async function start(parts: Parts, settings: Config): Promise<House> {
  const config = freezeConfig({ ...settings, sample: settings.sample || sampleState(settings.dataDir) !== 'none' });
  const folder = DataFolder.hold(config.dataDir, parts.onCrash);
  const undo: Undo[] = [async () => folder.release()];
  const close = async (): Promise<void> => {
    const end = performance.now() + CLOSE_MS_MAX;
    for (const step of undo.splice(0).reverse()) await step(() => Math.max(0, end - performance.now()));
  };
  try {
    dropHalfSample(config.dataDir, [HOLDER_FILE]);
    const issues = config.stores === 'embedded' ? await lookOver(config.dataDir, new Date(Date.now() + config.clockSkewMs)) : [];
    for (const { text } of issues) process.stderr.write(`${text}\n`);
    const app = await build(parts, config, undo);
    app.get(HealthIssues).report('data folder', issues);
    const url = await listen(app.getHttpServer(), config);
    const token = adminToken(app, config, undo);
    folder.answersAt(url); // Last: who reads the address finds the token too.
    return { url, token, config, close, signInLink: () => `${url}/sign-in?code=${app.get(Sessions).newCode().code}` };
  } catch (error) {
    await close();
    throw aboutFolder(error, config.dataDir);
  }
}

/** Everything but the open door. Each part that is up leaves its own end in `undo`. */
async function build(parts: Parts, config: Config, undo: Undo[]): Promise<NestExpressApplication> {
  const handlers = new ThreadHandlers();
  const workers = parts.thread === undefined ? undefined : new WorkerThreads();
  const work = WorkModule.of(config, workers ?? new LocalCalls(handlers), handlers);
  const threads = parts.threads ?? (workers === undefined ? LOCAL : THREADS);
  const root = { module: RootModule, imports: [work, HttpModule.of(config, threads), ...parts.contexts, ...(parts.work ?? [])] };
  // JSON is read after the guard, and raw bodies by their routes.
  const app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, logger: logOf(config), abortOnError: false });
  undo.push(() => app.close());
  guardHttp(app, config);
  app.get(OpenApi).of(app);
  await app.init();
  await app.get(BlobStore).tidy();
  if (workers !== undefined && parts.thread !== undefined) {
    undo.push((leftMs) => workers.close(leftMs()));
    await workers.start(parts.thread, threads, config, (_, error) => parts.onCrash?.(error));
  } else {
    const readers = new ReadersAtWork(app);
    undo.push(() => readers.stop());
    await readers.start();
  }
  undo.push((leftMs) => finish(app.getHttpServer(), Math.max(0, leftMs() - FOR_WORK_MS)));
  return app;
}

/** The token of the first administrator: on servers the one that the settings give, else a new one of this start. */
function adminToken(app: NestExpressApplication, config: Config, undo: Undo[]): string {
  const token = config.adminToken ?? secret('floor_local_');
  const name = config.adminToken === null ? 'local administrator' : 'administrator';
  app.get(TokenStore).accept(token, administrator(name), app.get(Clock).now());
  if (config.adminToken === null) leaveInFolder(token, config.dataDir, undo);
  return token;
}

/** The command line reads the token where it can read the data folder. */
function leaveInFolder(token: string, dataDir: string, undo: Undo[]): void {
  const file = join(dataDir, 'local-admin.token');
  writeWhole(file, token + '\n', 0o600);
  undo.push(() => rm(file, { force: true }));
}

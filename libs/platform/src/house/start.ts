import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BlobStore } from '#libs/blob-store';
import { Clock } from '#libs/kernel';
import { type Config, freezeConfig } from '../config/config.js';
import { DataFolder, HOLDER_FILE } from '../data-folder/data-folder.js';
import { dropHalfSample, sampleState } from '../data-folder/sample-mark.js';
import { writeWhole } from '../data-folder/write-whole.js';
import { guardHttp } from '../http/http-house.js';
import { logOf } from '../logging/log.js';
import { OpenApi } from '../openapi/openapi.js';
import { administrator } from '../security/person.js';
import { Sessions } from '../security/sessions.js';
import { secret, TokenStore } from '../security/tokens.js';
import { WorkModule } from '../stores/work.module.js';
import { ReadersAtWork } from '../threads/readers-at-work.js';
import type { Context } from '../threads/run-thread.js';
import { LocalCalls, ThreadHandlers, THREADS } from '../threads/thread-calls.js';
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
  /** Called when a worker ends unasked; the house cannot go on without it. */
  readonly onCrash?: (error: Error) => void;
}

/** A running house. */
export interface House {
  readonly url: string;
  /** Signs a browser in, while this house runs. */
  readonly signIn: string;
  /** The local administrator's token. */
  readonly token: string;
  readonly config: Config;
  /** Stops taking requests, finishes what is in hand (within ten seconds), and lets go of the data folder. */
  close(): Promise<void>;
}

@Module({})
class RootModule {}

const CLOSE_MS_MAX = 10_000;

/** Builds the house on its data folder and listens; throws FolderHeld or PortTaken, holding nothing. */
export async function start(parts: Parts, settings: Config): Promise<House> {
  const config = freezeConfig({ ...settings, sample: settings.sample || sampleState(settings.dataDir) !== 'none' });
  const folder = DataFolder.hold(config.dataDir);
  const undo: (() => Promise<void>)[] = [async () => folder.release()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    dropHalfSample(config.dataDir, [HOLDER_FILE]);
    const app = await build(parts, config, undo);
    const url = await listen(app.getHttpServer(), config);
    const token = localToken(app, config, undo);
    folder.answersAt(url); // Last: who reads the address finds the token too.
    return { url, token, config, close, signIn: `${url}/sign-in?code=${app.get(Sessions).code}` };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Everything but the open door. Each part that is up leaves its own end in `undo`. */
async function build(parts: Parts, config: Config, undo: (() => Promise<void>)[]): Promise<NestExpressApplication> {
  const handlers = new ThreadHandlers();
  const workers = parts.thread === undefined ? undefined : new WorkerThreads();
  const work = WorkModule.of(config, workers ?? new LocalCalls(handlers), handlers);
  const root = { module: RootModule, imports: [work, HttpModule.of(config), ...parts.contexts, ...(parts.work ?? [])] };
  // JSON is read after the guard, and raw bodies by their routes.
  const app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, logger: logOf(config), abortOnError: false });
  undo.push(() => app.close());
  guardHttp(app, config);
  app.get(OpenApi).of(app);
  await app.init();
  await app.get(BlobStore).tidy();
  if (workers !== undefined && parts.thread !== undefined) {
    undo.push(() => workers.close(CLOSE_MS_MAX));
    await workers.start(parts.thread, THREADS, config, (_, error) => parts.onCrash?.(error));
  } else {
    const readers = new ReadersAtWork(app);
    undo.push(() => readers.stop());
    await readers.start();
  }
  undo.push(() => finish(app.getHttpServer(), CLOSE_MS_MAX));
  return app;
}

/** The command line reads this token where it can read the data folder; each start makes a new one. */
function localToken(app: NestExpressApplication, { dataDir }: Config, undo: (() => Promise<void>)[]): string {
  const token = secret('floor_local_');
  const file = join(dataDir, 'local-admin.token');
  app.get(TokenStore).accept(token, administrator('local administrator'), app.get(Clock).now());
  writeWhole(file, token + '\n', 0o600);
  undo.push(() => rm(file, { force: true }));
  return token;
}

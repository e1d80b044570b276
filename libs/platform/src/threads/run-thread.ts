import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parentPort, workerData } from 'node:worker_threads';
import { type Config, freezeConfig } from '../config/config.js';
import { logOf } from '../logging/log.js';
import { WorkModule } from '../stores/work.module.js';
import { type FromThread, posted, postedFault, type ToThread } from './messages.js';
import { ReadersAtWork } from './readers-at-work.js';
import { LocalCalls, ThreadHandlers, type ThreadName } from './thread-calls.js';

/** A context's module, as an app lists it. */
export type Context = Type | DynamicModule;

@Module({})
class ThreadModule {}

/** The whole life of a worker: its modules come up, it takes jobs, and at `close` it finishes those in hand. */
export async function runThread(contexts: Readonly<Partial<Record<ThreadName, () => Promise<readonly Context[]>>>>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is the entry of a worker thread; start the app by its main file.');
  const { thread, config } = workerData as { thread: ThreadName; config: Config };
  const own = contexts[thread];
  if (own === undefined) throw new Error(`This app has no parts for a thread called ${thread}.`);
  const handlers = new ThreadHandlers();
  const work = WorkModule.of(freezeConfig(config), new LocalCalls(handlers), handlers);
  const root = { module: ThreadModule, imports: [work, ...(await own())] };
  const app = await NestFactory.createApplicationContext(root, { logger: logOf(config), abortOnError: false });
  const readers = thread === 'readers' ? new ReadersAtWork(app) : undefined;
  await readers?.start();

  const jobs = new Set<Promise<void>>();
  const say = (message: FromThread): void => port.postMessage(message);
  const take = async (id: number, name: string, data: object): Promise<void> => {
    try {
      say(posted(id, await handlers.run(name, data, (progress) => say({ kind: 'progress', id, progress }))));
    } catch (error) {
      say(postedFault(id, error)); // The caller's to handle: it is thrown again over there.
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all(jobs);
    await readers?.stop();
    await app.close();
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if (message.kind === 'close') return void close();
    const job = take(message.id, message.name, message.data).finally(() => jobs.delete(job));
    jobs.add(job);
  });
  say({ kind: 'ready' });
}

import { readFileSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { type Kafka, type LogEntry, type RetryOptions, type SASLOptions } from 'kafkajs';
import { KafkaFault } from '#libs/kafka';
import { quietTimers } from './quiet-timers.js';
import type { KafkaOptions, KafkaSettings } from './settings.js';

/** A few seconds: after that the fault is ours to deal with, by a reader that tries again or a supervisor. */
export const RETRY: RetryOptions = { retries: 3, initialRetryTime: 150, maxRetryTime: 2_000, multiplier: 2, factor: 0.2 };

/** Whoever limits the retries is warned at each producer; ours is thrown away when they are used up. */
const KNOWN = /^Limiting retries for the idempotent producer/;

/** The client of these settings; it connects to nothing yet. */
export function clientOf(settings: KafkaSettings, log: Required<KafkaOptions>['log']): Kafka {
  quietTimers();
  readZstd();
  return new kafkajs.Kafka({
    clientId: 'floor-targets',
    brokers: [...settings.brokers],
    ssl: settings.tls && { ca: settings.caFile === null ? undefined : [pemOf(settings.caFile)] },
    sasl: settings.sasl ? (settings.sasl as SASLOptions) : undefined,
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 8_000,
    retry: RETRY,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => tell(entry, log),
  });
}

function tell({ level, namespace, log: { message, error } }: LogEntry, log: Required<KafkaOptions>['log']): void {
  if (KNOWN.test(message)) return;
  const detail = error === undefined ? '' : ` (${String(error)})`;
  log(level === kafkajs.logLevel.ERROR ? 'error' : 'warn', `${namespace}: ${message}${detail}`);
}

function pemOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new KafkaFault(`The file of Kafka's certificate authority cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}

const BYTES_MAX = 64 * 1024 * 1024;

/** What a topic of ours is compressed with; Node knows how, and the client leaves it to us. */
function readZstd(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
    decompress: async (buffer: Buffer) => zstdDecompressSync(buffer, { maxOutputLength: BYTES_MAX }),
  });
}

import { ConsoleLogger, type LoggerService } from '@nestjs/common';
import type { Config } from '../config/config.js';

/** Log lines as text for people, or as JSON for machines; never on standard output, which belongs to answers. */
export function logOf({ log }: Pick<Config, 'log'>): LoggerService {
  return new HouseLog({
    json: log === 'json',
    colors: false,
    compact: true,
    logLevels: ['log', 'warn', 'error', 'fatal'],
    prefix: 'floor',
  });
}

/** The framework's account of its own start: true of every start, so it says nothing. */
const OF_THE_FRAMEWORK = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

class HouseLog extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!OF_THE_FRAMEWORK.has(String(rest.at(-1)))) super.log(message, ...rest);
  }

  protected override getTimestamp(): string {
    return new Date().toISOString();
  }

  protected override printMessages(...[messages, context, level, , json]: Parameters<ConsoleLogger['printMessages']>): void {
    super.printMessages(messages, context, level, 'stderr', json);
  }
}

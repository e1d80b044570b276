import { ConsoleLogger, type LoggerService } from '@nestjs/common';
import type { Config } from '../config/config.js';

/** Log lines as text for people, or as JSON for machines; never on standard output, which belongs to answers. */
export function logOf({ log }: Pick<Config, 'log'>): LoggerService {
  return new ErrorStreamLogger({ json: log === 'json', colors: false, compact: true, logLevels: ['log', 'warn', 'error', 'fatal'], prefix: 'floor' });
}

class ErrorStreamLogger extends ConsoleLogger {
  protected override printMessages(...[messages, context, level, , json]: Parameters<ConsoleLogger['printMessages']>): void {
    super.printMessages(messages, context, level, 'stderr', json);
  }
}

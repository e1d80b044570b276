import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkTokens } from '../security/folder-tokens.js';
import type { HealthIssue } from '../health/health-issues.js';

/** Looks over a data folder before its stores are opened: damaged read models are set aside, and what is missing is said; throws LogDamaged or FolderUnusable. */
export async function lookOver(dataDir: string, now: Date): Promise<readonly HealthIssue[]> {
  const { lookOverLog } = await import('#libs/event-store/sqlite');
  lookOverLog(join(dataDir, 'log.sqlite'));
  checkTokens(dataDir);
  const { setAsideDamaged } = await import('#libs/read-store/sqlite');
  const aside = setAsideDamaged(join(dataDir, 'read.sqlite'), now);
  const issues: HealthIssue[] = [];
  if (aside !== undefined) {
    const text = `read.sqlite was damaged: it is set aside as ${basename(aside)}, and the read models are made from the log again. Pages are behind until that is done; remove the file when you have looked at it.`;
    issues.push({ severity: 'degraded', code: 'read-models-set-aside', text });
  }
  if (existsSync(join(dataDir, 'log.sqlite')) && !existsSync(join(dataDir, 'blobs'))) {
    const text = `${join(dataDir, 'blobs')} is missing, with the bodies of earlier submissions: figures stand, but bodies cannot be read again. Restore it from a backup, as docs/operate.md says.`;
    issues.push({ severity: 'degraded', code: 'bodies-missing', text });
  }
  return issues;
}

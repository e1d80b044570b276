import { createHash } from 'node:crypto';

/** What makes two deliveries on one feed the same. */
export interface Identified {
  /** Of the decoded body. */
  readonly sha256: string;
  readonly released: string;
  readonly backfill: boolean;
}

/** The id of a submission: the same feed, profile, content, release date and `backfill` are the same submission. A storage format. */
export function identity(
  feed: { readonly code: string; readonly profileVersion: number },
  { sha256, released, backfill }: Identified,
): string {
  const parts = [feed.code, feed.profileVersion, sha256, released, ...(backfill ? ['backfill'] : [])];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24);
}

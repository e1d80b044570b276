import type { StoredEvent } from '#libs/event-store';
import { byRule, Reader, type Work } from '#libs/event-feed';
import type { SubmissionEvent } from '#libs/intake';
import { type Collection, type Put, ReadStore } from '#libs/read-store';
import { submissionDocument, type SubmissionDocument } from '../domain/submission-document.js';

/** Where submissions are found: the receipts, without their refused rows. */
export const SUBMISSIONS: Collection = { name: 'submissions', fields: ['feed', 'state', 'released', 'received'] };

/** Keeps one document for each submission: what came, when, and how it fared. */
export class SubmissionsReader extends Reader {
  readonly name = 'submissions';
  readonly stamp = 2;
  readonly categories = ['submission'];
  readonly collections = [SUBMISSIONS];

  constructor(private readonly readStore: ReadStore) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const byId = Map.groupBy(events, ({ stream }) => stream.slice('submission-'.length));
    const ids = [...byId.keys()];
    const before = await this.readStore.getMany<SubmissionDocument>(SUBMISSIONS.name, ids);
    const puts = ids.flatMap((id, i): Put[] => {
      const all = byId.get(id)! as StoredEvent<SubmissionEvent['data']>[];
      const after = byRule(() =>
        all.reduce<SubmissionDocument | undefined>((document, event) => submissionDocument(id, document, event), before[i]),
      );
      if (after === undefined || after === before[i]) return [];
      return [{ collection: SUBMISSIONS.name, id, body: after, guards: { [`submission-${id}`]: after.version } }];
    });
    return { puts };
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { BlobStore } from '#libs/blob-store';
import type { EventStore, StoredEvent } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { verify } from './verify.js';

/** Stores of one kind, empty, and the means to have another log of the same kind, to stand in for one that was cut or exchanged. */
export interface Topology {
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly bodies: BlobStore;
  another(): Promise<EventStore>;
  close(): Promise<void>;
}

const COLLECTIONS = ['submissions', 'series', 'breaches', 'alerts', 'parked', 'log-marks'].map((name) => ({ name, fields: [] }));
const READERS = ['submissions', 'series', 'breaches', 'alert-sender'];
const EPISODE = '11111111-1111-5111-8111-111111111111';
const ALERT = '22222222-2222-5222-8222-222222222222';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const register = (submission: string): string => `register-crime.burglary-${submission}-2004`;

/** What verification finds on each kind of stores, by the ports alone. */
export function verificationContract(name: string, open: () => Promise<Topology>): void {
  describe(`verification of ${name}`, () => {
    let on: Topology;
    let end: string;
    const more: EventStore[] = [];
    beforeEach(async () => {
      on = await open();
      await on.documents.define(COLLECTIONS);
      await submit('old', 'text of old');
      await submit('a', 'text of a', null);
      await submit('packed', 'text of packed', 'a');
      await append('breach-x', 0, { type: 'BreachSuspected', data: { episode: EPISODE } });
      await append('alert-x', 0, { type: 'AlertDue', data: { alert: ALERT } });
      end = await on.events.end();
      await project();
    }, 30_000);
    afterEach(async () => {
      for (const store of more.splice(0)) await store.close();
      await on.close();
    });

    const append = async (stream: string, after: number, ...events: { type: string; data: object }[]): Promise<void> => {
      await on.events.append(
        stream,
        after,
        events.map((event) => ({ id: randomUUID(), ...event })),
      );
    };
    const keep = async (key: string, bytes: string | Buffer): Promise<void> => {
      await on.bodies.remove(key);
      await (await on.bodies.receive([Buffer.from(bytes)] as never)).keep(key);
    };
    const put = (collection: string, id: string) => ({ collection, id, body: { id } });

    /** A completed submission whose body is this text; linked to the one before it, unless it is of an older program. */
    async function submit(id: string, text: string, before?: string | null): Promise<void> {
      await keep(`body-${id}`, id === 'packed' ? gzipSync(text) : text);
      await keep(`refused-${id}`, `refused of ${id}`);
      await append(register(id), 0, { type: 'FiguresRecorded', data: { v: 1 } }, { type: 'FiguresRecorded', data: { v: 1 } });
      const chained =
        before === undefined
          ? {}
          : {
              sha256: hashOf(text),
              refusalsSha256: hashOf(`refused of ${id}`),
              before: before && { submission: before, sha256: hashOf(`text of ${before}`) },
            };
      const registers = { 'crime.burglary': [[`${id}-2004`, 0, 2]] };
      await append(
        `submission-${id}`,
        0,
        { type: 'SubmissionStarted', data: { v: 1, attempt: 1, blob: `body-${id}`, sha256: hashOf(text) } },
        { type: 'RegistersTouched', data: { v: 1, attempt: 1, registers } },
        { type: 'SubmissionCompleted', data: { v: 1, attempt: 1, refusals: `refused-${id}`, ...chained } },
      );
    }
    /** The read models of the log as it is, with the mark of its last event. */
    async function project(): Promise<void> {
      const submissions = ['old', 'a', 'packed'];
      const puts = [
        ...submissions.map((id) => put('submissions', id)),
        ...submissions.map((id) => put('series', register(id))),
        put('breaches', EPISODE),
        put('alerts', ALERT),
      ];
      const last = (await on.events.readAll('', 1_000)).slice(-2) as [StoredEvent, StoredEvent];
      for (const reader of READERS) {
        const mark = { reader, categories: [], after: last[0].position, event: last[1].id };
        await on.documents.write({
          puts: [...puts, { collection: 'log-marks', id: reader, body: mark }],
          checkpoint: { reader, position: end },
        });
      }
    }
    const differences = async (events = on.events): Promise<readonly string[]> =>
      (await verify({ events, documents: on.documents, bodies: on.bodies })).differences;
    /** Another log with those events of this one that are let through, and what is to stand in their place. */
    const copied = async (change: (event: StoredEvent) => StoredEvent | undefined): Promise<EventStore> => {
      const copy = await on.another();
      more.push(copy);
      const versions = new Map<string, number>();
      for (const event of await on.events.readAll('', 1_000)) {
        const kept = change(event);
        if (kept === undefined) continue;
        const version = versions.get(kept.stream) ?? 0;
        await copy.append(kept.stream, version, [{ id: kept.id, type: kept.type, data: kept.data }]);
        versions.set(kept.stream, version + 1);
      }
      return copy;
    };
    const logOnly = async (events: EventStore): Promise<readonly string[]> => (await verify({ events, bodies: on.bodies })).differences;

    it('is clean where everything is what the log says, submissions of older programs included', async () => {
      await keep('body-nobody', 'of a push that a crash cut off');
      expect(await verify(on)).toEqual({
        clean: true,
        events: 17,
        submissions: 3,
        bodies: 6,
        unnamed: 1,
        chained: 2,
        position: end,
        differences: [],
      });
    });

    it('finds a changed byte in a body, a body that is missing, and one that cannot be unpacked', async () => {
      await keep('body-a', 'text of b');
      await on.bodies.remove('body-old');
      const packed = gzipSync('text of packed');
      packed[12]! ^= 0xff;
      await keep('body-packed', packed);
      const found = await differences();
      expect(found).toHaveLength(3);
      expect(found.slice(0, 2)).toEqual([
        'The body of submission old is missing.',
        `The body of submission a differs from its SHA-256 ${hashOf('text of a')}.`,
      ]);
      expect(found[2]).toMatch(/^The body of submission packed (can no longer be unpacked|differs)/);
    });

    it('finds bodies that were exchanged, and a changed byte in a list of refused rows', async () => {
      await keep('body-a', gzipSync('text of packed'));
      await keep('body-packed', 'text of a');
      await keep('refused-a', 'refused of b');
      await on.bodies.remove('refused-old');
      expect((await differences()).map((sentence) => sentence.replace(/SHA-256 \w+/, 'SHA-256'))).toEqual([
        'The list of refused rows of submission old is missing.',
        'The body of submission a differs from its SHA-256.',
        'The list of refused rows of submission a differs from its SHA-256.',
        'The body of submission packed differs from its SHA-256.',
      ]);
    });

    it('finds a log that is shorter than what was read of it', async () => {
      for (const reader of READERS) await on.documents.write({ puts: [], checkpoint: { reader, position: `${end}0` } });
      expect(await differences()).toEqual(
        READERS.toSorted().map(
          (reader) => `Read models of ${reader} were made up to ${end}0, and the log ends at ${end}: it was cut short, or is another one.`,
        ),
      );
    });

    it('finds a log that was cut short and has grown again since, also beyond where it was', async () => {
      const other = await copied((event) => (event.position < end ? event : undefined));
      for (let i = 0; i < 3; i++) await other.append(`calendar-${i}`, 0, [{ id: randomUUID(), type: 'DayBegan', data: {} }]);
      const found = await differences(other);
      expect(found.filter((sentence) => /made from another log: the event that was read last/.test(sentence))).toHaveLength(READERS.length);
      expect(found).toContain(`Read models hold alert ${ALERT}, which this log does not know.`);
    });

    it('finds read models of another log', async () => {
      await on.documents.write({ puts: [...COLLECTIONS.slice(0, 4).map(({ name: of }) => put(of, 'elsewhere'))] });
      expect(await differences()).toEqual(
        ['submission', 'the page of', 'breach', 'alert'].map((noun) => `Read models hold ${noun} elsewhere, which this log does not know.`),
      );
    });

    it('finds documents that are gone: a submission, a page, a breach, an alert', async () => {
      const gone = [put('submissions', 'a'), put('series', register('a')), put('breaches', EPISODE), put('alerts', ALERT)];
      await on.documents.write({ puts: [], removes: gone });
      expect(await differences()).toEqual([
        'Read models lack submission a, which follows from submission-a.',
        `Read models lack the page of ${register('a')}, which follows from submission-a.`,
        `Read models lack breach ${EPISODE}, which follows from breach-x.`,
        `Read models lack alert ${ALERT}, which follows from alert-x.`,
      ]);
    });

    it('misses no document of what a projection has parked, or has not read yet', async () => {
      await on.documents.write({ puts: [put('parked', 'series|submission-a|some scope')], removes: [put('series', register('a'))] });
      await append('submission-late', 0, { type: 'SubmissionStarted', data: { attempt: 1 } });
      expect(await differences()).toEqual([]);
    });

    it('finds documents that no checkpoint goes with', async () => {
      await on.documents.drop([], READERS);
      expect(await differences()).toEqual([
        'Read models hold documents, and no checkpoint says up to where the log was read: floor rebuild makes them again.',
      ]);
    });

    it('finds a checkpoint that was moved over events', async () => {
      await append('breach-y', 0, { type: 'BreachSuspected', data: { episode: EPISODE } });
      const position = await on.events.end();
      await on.documents.write({ puts: [], checkpoint: { reader: 'breaches', position } });
      expect(await differences()).toEqual([
        'Read models of breaches were made from another log: events between the last that was applied and the checkpoint were left out.',
      ]);
    });

    it('finds a submission that follows one which is not in the log, and one whose body was exchanged there', async () => {
      const without = await copied((event) => (/-a(-|$)/.test(event.stream) ? undefined : event));
      expect(await logOnly(without)).toContain('Submission packed follows a, whose completion is not in the log before it.');
      const exchanged = await copied((event) =>
        event.stream === 'submission-a' && event.type !== 'RegistersTouched'
          ? { ...event, data: { ...event.data, sha256: hashOf('text of b') } }
          : event,
      );
      expect(await logOnly(exchanged)).toContain('Submission packed follows a with another body than the log has.');
    });

    it('finds a register that has lost what a submission wrote', async () => {
      const cut = await copied((event) => (event.stream === register('packed') && event.version === 2 ? undefined : event));
      expect(await logOnly(cut)).toEqual([`Submission packed wrote ${register('packed')} up to version 2, and the log has it up to 1.`]);
    });

    it('finds a stream that is gone, and one that is not found by its name', async () => {
      const names = await on.events.streams('');
      const events = Object.create(on.events, {
        streams: { value: async () => [...names.filter((stream) => stream !== 'breach-x'), 'case-gone'] },
      }) as EventStore;
      expect(await logOnly(events)).toEqual([
        'Stream case-gone was begun, and the log holds nothing of it.',
        'Stream breach-x is in the log, and not found by its name.',
      ]);
    });
  });
}

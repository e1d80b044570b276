import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Collection, GridFSBucket, type GridFSFile, MongoGridFSChunkError, MongoServerError, ObjectId } from 'mongodb';
import { BlobDamaged, BlobStore, checkKey, type KeptKey, NoSuchBlob, type Received } from '#libs/blob-store';
import { connectMongo, type MongoConnection } from '#libs/mongodb';

const DAY_MS = 24 * 3_600_000;
const DUPLICATE_KEY = 11_000;
const BUCKET = 'bodies';
/** Sorts after every letter that a key may have. */
const LAST_LETTER = '~';

/** A body that is being received, or waits to be kept. */
interface Receiving {
  readonly _id: ObjectId;
  readonly since: Date;
}

/** Under which key a body is kept. */
interface Kept {
  readonly _id: string;
  readonly file: ObjectId;
  /** When it was kept again, where it was. */
  readonly again?: Date;
}

/** Bodies in GridFS; a key names the file that is kept under it, and what no key names is not kept. */
export class GridFsBlobStore extends BlobStore {
  private readonly bucket: GridFSBucket;
  private readonly receiving: Collection<Receiving>;
  private readonly kept: Collection<Kept>;

  /** What was received longer ago than this and never kept is nobody's any more: `tidy` takes it. */
  constructor(
    private readonly connection: MongoConnection,
    private readonly forgottenMs = DAY_MS,
  ) {
    super();
    const { db } = connection;
    this.bucket = new GridFSBucket(db, { bucketName: BUCKET, writeConcern: db.writeConcern });
    this.receiving = db.collection<Receiving>('_bodies-receiving');
    this.kept = db.collection<Kept>('_bodies-kept');
  }

  /** Connects to the server at this address; throws MongoUnreachable. */
  static async open(url: string, database: string): Promise<GridFsBlobStore> {
    return new GridFsBlobStore(await connectMongo(url, database));
  }

  /** It is noted before its first piece is written, so that one whose receiver died can be found. */
  async receive(body: AsyncIterable<Uint8Array>): Promise<Received> {
    const id = new ObjectId();
    await this.receiving.insertOne({ _id: id, since: new Date() });
    const pieces = new Pieces(body);
    try {
      await pipeline(pieces, this.bucket.openUploadStreamWithId(id, id.toHexString()));
    } catch (error) {
      await this.letGo(id).catch(() => undefined); // The same server, which has just failed: its note stays, and `tidy` finds it.
      throw error;
    }
    const { bytes, failure } = pieces;
    if (!failure) return { bytes, keep: (key) => this.keep(id, key), discard: () => this.discard(id) };
    await this.letGo(id);
    throw failure.error;
  }

  async open(key: string, from = 0): Promise<Readable> {
    checkKey(key);
    const kept = await this.kept.findOne({ _id: key });
    if (!kept) throw new NoSuchBlob(key);
    const file = await this.connection.db.collection<GridFSFile>(`${BUCKET}.files`).findOne({ _id: kept.file });
    if (file === null) throw new NoSuchBlob(key);
    if (from >= file.length) return Readable.from([]);
    // Without its end, the driver takes it to be 0.
    const stream = this.bucket.openDownloadStream(kept.file, { start: from, end: file.length });
    return wholeOrDamaged(key, stream, file.length - from);
  }

  async *keys(prefix: string): AsyncGenerator<KeptKey> {
    for await (const kept of this.kept.find({ _id: { $gte: prefix, $lt: `${prefix}${LAST_LETTER}` } }).sort({ _id: 1 })) {
      yield { key: kept._id, since: sinceOf(kept) };
    }
  }

  async has(key: string): Promise<boolean> {
    checkKey(key);
    return (await this.kept.findOne({ _id: key })) !== null;
  }

  async remove(key: string): Promise<void> {
    checkKey(key);
    const kept = await this.kept.findOneAndDelete({ _id: key });
    if (kept) await this.removeFile(kept.file);
  }

  /** In one step with the look whether it was kept again. */
  async removeOlder(key: string, than: Date): Promise<boolean> {
    checkKey(key);
    const kept = await this.kept.findOne({ _id: key });
    if (!kept || sinceOf(kept) > than) return false;
    const { deletedCount } = await this.kept.deleteOne({ _id: key, file: kept.file, again: kept.again ?? { $exists: false } });
    if (deletedCount === 1) await this.removeFile(kept.file);
    return deletedCount === 1;
  }

  async tidy(): Promise<void> {
    await this.kept.createIndex({ file: 1 });
    const forgotten = this.receiving.find({ since: { $lte: new Date(Date.now() - this.forgottenMs) } });
    for await (const { _id } of forgotten) {
      // A crash may have come between the key and the note's end: then the body is kept.
      if ((await this.kept.findOne({ file: _id })) === null) await this.letGo(_id);
      else await this.receiving.deleteOne({ _id });
    }
  }

  override async close(): Promise<void> {
    await this.connection.close();
  }

  /** The key decides: of several that keep the same at once one gets it, and the bodies of the others go. */
  private async keep(id: ObjectId, key: string): Promise<void> {
    checkKey(key);
    try {
      await this.kept.insertOne({ _id: key, file: id });
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const before = await this.kept.findOneAndUpdate({ _id: key }, { $set: { again: new Date() } });
      if (before === null) return this.keep(id, key); // Removed in between.
      if (before.file.equals(id)) await this.receiving.deleteOne({ _id: id });
      else await this.discard(id); // Kept before: the same bytes lie there already.
      return;
    }
    const { deletedCount } = await this.receiving.deleteOne({ _id: id });
    if (deletedCount === 1) return;
    await this.kept.deleteOne({ _id: key, file: id });
    throw new Error(`The body for ${key} was received so long ago that it has been tidied away; send it again.`);
  }

  /** Whatever is kept is noted no more, and stays. */
  private async discard(id: ObjectId): Promise<void> {
    if ((await this.receiving.findOne({ _id: id })) && (await this.kept.findOne({ file: id })) === null) await this.letGo(id);
  }

  /** The note goes last, so that what a crash leaves is found again. */
  private async letGo(id: ObjectId): Promise<void> {
    await this.removeFile(id);
    await this.receiving.deleteOne({ _id: id });
  }

  /** Also where only pieces were written, and no file yet. */
  private async removeFile(id: ObjectId): Promise<void> {
    const { db } = this.connection;
    await db.collection(`${BUCKET}.files`).deleteOne({ _id: id });
    await db.collection(`${BUCKET}.chunks`).deleteMany({ files_id: id });
  }
}

/** When it was kept last; a file's id tells when its first piece came. */
const sinceOf = ({ file, again }: Kept): Date => again ?? file.getTimestamp();

/** The pieces as they come; one that is missing or of another size says that the body is damaged. */
function wholeOrDamaged(key: string, stream: Readable, bytes: number): Readable {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    let left = bytes;
    try {
      for await (const piece of stream as AsyncIterable<Uint8Array>) {
        left -= piece.byteLength;
        yield piece;
      }
    } catch (error) {
      throw error instanceof MongoGridFSChunkError ? new BlobDamaged(key, { cause: error }) : error;
    }
    if (left !== 0) throw new BlobDamaged(key); // The driver does not miss the last ones.
  };
  return Readable.from(pieces(), { objectMode: false });
}

/** A body that is counted, and that ends where it breaks off: no piece may be on its way any more when the others are removed. */
class Pieces {
  bytes = 0;
  failure: { readonly error: unknown } | undefined;

  constructor(private readonly body: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    try {
      for await (const piece of this.body) {
        this.bytes += piece.byteLength;
        yield piece;
      }
    } catch (error) {
      this.failure = { error };
    }
  }
}

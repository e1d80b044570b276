import { deflateRawSync } from 'node:zlib';
import { NotJson } from '#libs/event-store';
import { ByteSink } from './byte-sink.js';
import { ColumnWriter } from './column-writer.js';
import { COLUMN, COLUMN_LENGTH_MIN, DEFLATED, DEPTH_MAX, DEFLATE_BYTES_MIN, MARK, MARKED, PACK_VERSION, WORDS } from './pack-format.js';
import { digitsOf, wordsOf } from './text-columns.js';

/** A document as bytes, and how many bytes its JSON has at most: never fewer than it has, often some more. */
export interface Packed {
  readonly bytes: Buffer;
  readonly jsonBytesMax: number;
}

/** Packs a JSON document; `unpack` gives back what `JSON.parse(JSON.stringify(document))` would. Throws for what JSON cannot say. */
export function pack(document: unknown): Packed {
  return new Packing().pack(document);
}

const columns = new ByteSink(); // Shared, for packing never pauses; each document starts it anew.
const writer = new ColumnWriter(columns);

class Packing {
  private marked = false;
  private columnsJsonBytesMax = 0;

  pack(document: unknown): Packed {
    columns.length = 0;
    const text = this.json(document, 0);
    const textBytes = Buffer.byteLength(text);
    const deflated = textBytes >= DEFLATE_BYTES_MIN ? deflateRawSync(text) : undefined;
    const shorter = deflated !== undefined && deflated.length < textBytes ? deflated : undefined;
    const size = shorter?.length ?? textBytes;
    const head = new ByteSink(16);
    head.byte(PACK_VERSION);
    head.byte((shorter === undefined ? 0 : DEFLATED) | (this.marked ? MARKED : 0));
    head.varint(size);
    const bytes = Buffer.allocUnsafe(head.length + size + columns.length);
    head.bytes.copy(bytes, 0, 0, head.length);
    if (shorter === undefined) bytes.write(text, head.length);
    else shorter.copy(bytes, head.length);
    columns.bytes.copy(bytes, head.length + size, 0, columns.length);
    return { bytes, jsonBytesMax: textBytes + this.columnsJsonBytesMax };
  }

  /** The JSON text of a node, columns taken out of line. */
  private json(node: unknown, depth: number): string {
    if (typeof node === 'string') return this.text(node);
    if (typeof node === 'boolean' || node === null || Number.isFinite(node)) return String(node);
    if (typeof node !== 'object') throw new NotJson(`${typeof node} ${String(node)}`);
    if (depth > DEPTH_MAX) throw new RangeError(`An event's data is nested more than ${DEPTH_MAX} deep.`);
    if (!Array.isArray(node)) return this.object(node as Readonly<Record<string, unknown>>, depth);
    return (node.length >= COLUMN_LENGTH_MIN && this.column(node)) || this.array(node, depth);
  }

  private text(text: string): string {
    if (!text.startsWith(MARK)) return JSON.stringify(text);
    this.marked = true;
    return JSON.stringify(MARK + text);
  }

  private array(nodes: readonly unknown[], depth: number): string {
    let json = '[';
    for (let i = 0; i < nodes.length; i++) json += (i > 0 ? ',' : '') + this.json(nodes[i] ?? null, depth + 1);
    return json + ']';
  }

  private object(node: Readonly<Record<string, unknown>>, depth: number): string {
    if (typeof node['toJSON'] === 'function') return this.json((node as unknown as { toJSON(): unknown }).toJSON(), depth + 1);
    let json = '{';
    for (const key of Object.keys(node)) {
      const value = node[key];
      if (value !== undefined) json += (json === '{' ? '' : ',') + JSON.stringify(key) + ':' + this.json(value, depth + 1);
    }
    return json + '}';
  }

  /** The stand-in for an array that can be kept as a column; empty for any other. */
  private column(nodes: readonly unknown[]): string {
    const first = nodes[0];
    if (typeof first === 'string') return this.textColumn(nodes, first.length);
    return (typeof first === 'number' || first === null) && this.keep(nodes, 0) ? JSON.stringify(COLUMN) : '';
  }

  private textColumn(nodes: readonly unknown[], width: number): string {
    const digits = digitsOf(nodes, width);
    if (digits !== undefined) {
      this.keep(digits, nodes.length * (width + 3));
      return JSON.stringify(MARK + width);
    }
    const words = wordsOf(nodes);
    if (words === undefined) return '';
    const json = words.distinct.map((word) => this.text(word));
    this.keep(words.indexes, nodes.length * Math.max(...json.map((word) => Buffer.byteLength(word) + 1)));
    return `[${[JSON.stringify(WORDS), ...json].join()}]`;
  }

  /** Writes the column out of line and counts its JSON: as what it stands for, if that is known. */
  private keep(nodes: readonly unknown[], jsonBytesMax: number): boolean {
    const numbersJsonBytesMax = writer.write(nodes);
    if (numbersJsonBytesMax < 0) return false;
    this.marked = true;
    this.columnsJsonBytesMax += jsonBytesMax || numbersJsonBytesMax;
    return true;
  }
}

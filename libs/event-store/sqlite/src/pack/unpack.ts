import { inflateRawSync } from 'node:zlib';
import { ByteSource } from './byte-source.js';
import { readColumn } from './column-reader.js';
import { COLUMN, DEFLATED, MARK, MARKED, PACK_VERSION, WORDS } from './pack-format.js';

/** The document that `pack` made these bytes of; throws when they are of a version it does not know. */
export function unpack(bytes: Buffer): unknown {
  const source = new ByteSource(bytes);
  const version = source.byte();
  if (version !== PACK_VERSION) throw new RangeError(`A packed document is of version ${version}; this program knows ${PACK_VERSION}.`);
  const flags = source.byte();
  const size = source.varint();
  source.skip(size);
  const deflated = (flags & DEFLATED) !== 0;
  const text = deflated
    ? inflateRawSync(bytes.subarray(source.at - size, source.at)).toString()
    : bytes.toString('utf8', source.at - size, source.at);
  const document: unknown = JSON.parse(text);
  return (flags & MARKED) === 0 ? document : restored(document, source);
}

/** The node with its columns back in line; `pack` met them in the same order. */
function restored(node: unknown, source: ByteSource): unknown {
  if (typeof node === 'string') return node.startsWith(MARK) ? meant(node, source) : node;
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node[0] === WORDS ? words(node as string[], source) : restoredArray(node, source);
  const fields = node as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const value = restored(fields[key], source);
    if (value !== fields[key]) fields[key] = value; // Its own property, even one called `__proto__`.
  }
  return fields;
}

function restoredArray(nodes: unknown[], source: ByteSource): unknown[] {
  for (let i = 0; i < nodes.length; i++) nodes[i] = restored(nodes[i], source);
  return nodes;
}

function meant(text: string, source: ByteSource): unknown {
  if (text === COLUMN) return readColumn(source);
  if (text.startsWith(MARK + MARK)) return text.slice(1);
  const width = Number(text.slice(1));
  return readColumn(source).map((number) => String(number).padStart(width, '0'));
}

function words([, ...texts]: string[], source: ByteSource): string[] {
  const distinct = texts.map((text) => (text.startsWith(MARK) ? text.slice(1) : text));
  return readColumn(source).map((index) => distinct[index!]!);
}

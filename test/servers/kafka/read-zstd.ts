import kafkajs from 'kafkajs';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Teaches kafkajs the compression that our topics have: other clients bring it with them, this one has to be told. */
export function readZstd(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
    decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
  });
}

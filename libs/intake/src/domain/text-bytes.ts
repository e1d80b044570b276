/** The texts of a block in bytes as they are written: a letter may take several. */
export function textBytes(breakdown = '', status: unknown = '', was?: object): number {
  const before: unknown = was && 'status' in was ? was.status : '';
  return Buffer.byteLength(JSON.stringify([breakdown, status, before]));
}

import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { BadHouse } from '../house/bad-house.ts';
import type { Answer } from '../house/house.ts';

const G = 'E08000037';
const MIB = 1024 * 1024;
const HEAD = 'indicator,area,period,value\n';

describe('bad deliveries', () => {
  const house = new BadHouse(undefined, { FLOOR_DECODED_BYTES_MAX: String(600 * MIB), FLOOR_ROWS_MAX: '1000' });
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove(), 30_000);

  const bodies = (): string[] =>
    readdirSync(join(house.dataDir, 'blobs'), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => one.name);
  /** Resident memory of the server now, in mebibytes. */
  const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${house.pid}/status`, 'utf8'))?.[1]) / 1024;

  /** Sends a body piece by piece until it is answered, whatever is left of it; with the memory that the server took at most. */
  async function send(
    body: Readable,
    path = '/v1/feeds/observations/submissions?released=2024-06-01',
  ): Promise<{ status: number; body: Answer; sent: number; peak: number }> {
    let [sent, peak] = [0, 0];
    const watch = setInterval(() => (peak = Math.max(peak, memory())), 20);
    const headers = { authorization: `Bearer ${house.token}`, 'content-type': 'text/csv' };
    try {
      return await new Promise((done, failed) => {
        const call = request(house.url + path, { method: 'POST', headers }, (reply) => {
          body.destroy();
          let text = '';
          reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
          reply.on('end', () => {
            call.destroy(); // The rest of the body will never come.
            done({ status: reply.statusCode!, body: JSON.parse(text), sent, peak });
          });
        });
        call.on('error', failed);
        body.on('data', (chunk: Buffer) => (sent += chunk.length));
        body.on('error', () => undefined);
        body.pipe(call);
      });
    } finally {
      clearInterval(watch);
    }
  }

  function* pieces(head: string, piece: Buffer, bytes: number): Generator<Buffer> {
    yield Buffer.from(head);
    for (let left = bytes; left > 0; left -= piece.length) yield piece;
  }

  it('of one line of 2 GB are refused long before their end, in little memory', async () => {
    const reply = await send(Readable.from(pieces(`${HEAD}skills.pupils,${G},2001,`, Buffer.alloc(MIB, '1'), 2048 * MIB)));
    expect([reply.status, reply.body.code]).toEqual([422, 'line-too-long']);
    expect(reply.body.detail).toMatch(/line is longer than/);
    expect(reply.sent).toBeLessThan(200 * MIB);
    expect(reply.peak).toBeLessThan(700);
    expect([await house.submissions(), bodies()]).toEqual([0, []]);
  }, 60_000);

  it('of one quoted cell of 2 GB, with line ends in it, are refused too', async () => {
    const piece = Buffer.from(`${'x'.repeat(1023)}\n`.repeat(1024));
    const reply = await send(Readable.from(pieces(`${HEAD}skills.pupils,"${G}`, piece, 300 * MIB)));
    expect([reply.status, reply.body.code]).toEqual([422, 'line-too-long']);
    expect(reply.peak).toBeLessThan(700);
    expect([await house.submissions(), bodies()]).toEqual([0, []]);
  }, 60_000);

  it('that unpack to more than is allowed are refused early, in little memory', async () => {
    const bomb = Readable.from(pieces(HEAD, Buffer.alloc(MIB, '\n'), 2048 * MIB)).pipe(createGzip({ level: 1 }));
    const reply = await send(bomb);
    expect([reply.status, reply.body.code]).toEqual([413, 'body-too-large']);
    expect(reply.body.detail).toMatch(/longer than 629145600 bytes when unpacked/);
    expect(reply.peak).toBeLessThan(700);
    expect([await house.submissions(), bodies()]).toEqual([0, []]);
  }, 60_000);

  it.each([
    ['in chunks', 'Transfer-Encoding: chunked', `400\r\n${'x'.repeat(1024)}\r\n`],
    ['of a stated length', 'Content-Length: 1000000', 'x'.repeat(1024)],
  ])('cut half-way, %s, leave nothing', async (_, header, part) => {
    const { hostname, port } = new URL(house.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/feeds/observations/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${house.token}\r\nContent-Type: text/csv\r\n${header}\r\n\r\n${part}`,
    );
    const receiving = join(house.dataDir, 'blobs/receiving');
    for (let i = 0; i < 200 && readdirSync(receiving).length === 0; i++) await sleep(10);
    expect(readdirSync(receiving)).toHaveLength(1);
    socket.destroy();
    for (let i = 0; i < 200 && readdirSync(receiving).length > 0; i++) await sleep(10);
    expect([await house.submissions(), bodies()]).toEqual([0, []]);
  });

  it('of more rows than the settings allow are refused whole', async () => {
    const rows = Array.from({ length: 1001 }, (_, i) => `skills.pupils,${G},${1000 + i},1`);
    const { status, body } = await house.csv(HEAD + rows.join('\n'));
    expect([status, body.code, body.rowsMax]).toEqual([413, 'too-many-rows', 1000]);
    expect([await house.submissions(), bodies()]).toEqual([0, []]);
  });

  it('of what cannot be taken keep no body, and take no other body with them', async () => {
    const text = Buffer.from(`${HEAD}skills.pupils,${G},1990,1\n`);
    expect((await house.csv(text)).status).toBe(201);
    const kept = bodies();
    expect(kept).toHaveLength(1);
    await house.csv(text); // The same again.
    await house.csv(text, { dryRun: true, released: '2024-05-01' });
    await house.csv('date,count\n1,2\n');
    expect(bodies()).toEqual(kept);
    const [real, tried] = await Promise.all([
      house.csv(text, { released: '2024-04-01' }),
      house.csv(text, { released: '2024-04-01', dryRun: true }),
    ]);
    expect([real.status, tried.status]).toEqual([201, 200]);
  });

  it('do not stop the next one', async () => {
    expect((await house.csv(`${HEAD}skills.pupils,${G},1991,1\n`)).status).toBe(201);
    expect(await house.value('skills.pupils', G, '1991')).toBe(1);
  });
});

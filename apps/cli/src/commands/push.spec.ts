import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FloorServer } from '../server/floor-server.js';
import { Terminal } from '../terminal.js';
import { FakeServer, Kept, type Say } from '../testing/fake-server.js';
import { aReceipt } from '../testing/receipts.js';
import { push, type PushOptions } from './push.js';

const clean = { rows: { read: 2, taken: 2, refused: 0, ignored: 0 }, refusals: [] };
let dir: string;
let fake: FakeServer | undefined;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'floor-cli-'))));
afterEach(() => {
  fake?.stop();
  fake = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const fileOf = (name: string, text = 'indicator,area,period,value\n'): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

async function pushed(files: string[], say: (url: string) => Say, options: Partial<PushOptions> = {}, json = true) {
  fake?.stop();
  fake = await FakeServer.start(({ url }) => say(url));
  const out = new Kept();
  const err = new Kept();
  const terminal = new Terminal(json, out as never, err as never);
  const code = await push(new FloorServer(fake.url, 'secret'), files, { feed: 'observations', ...options }, terminal);
  return { code, out: out.text, err: err.text, heard: fake.heard };
}

describe('floor push', () => {
  it('sends the bytes as they are with what was said of them, and prints the receipt alone', async () => {
    const receipt = aReceipt(clean);
    const options = { released: '2024-05-01', backfill: true, dryRun: true };
    const { code, out, heard } = await pushed([fileOf('ä & b.csv')], () => ({ status: 201, body: receipt }), options);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(receipt);
    const url = new URL(heard[0]!.url, 'http://x');
    expect(url.pathname).toBe('/v1/feeds/observations/submissions');
    expect(Object.fromEntries(url.searchParams)).toEqual({ name: 'ä & b.csv', released: '2024-05-01', backfill: 'true', dryRun: 'true' });
    expect(heard[0]).toMatchObject({ method: 'POST', token: 'Bearer secret', body: 'indicator,area,period,value\n' });
  });

  it('ends with 1 when rows were refused, and writes them only when asked to, no cell of which a spreadsheet would run', async () => {
    const file = fileOf('a.csv');
    expect((await pushed([file], () => ({ status: 201, body: aReceipt() }))).code).toBe(1);
    expect(readdirSync(dir)).toEqual(['a.csv']);
    const { code, err } = await pushed([file], () => ({ status: 201, body: aReceipt() }), { saveRefused: true });
    expect(code).toBe(1);
    expect(readFileSync(`${file}.refused.csv`, 'utf8')).toBe(
      "row,line,column,code,detail,retryable\n2,3,area,unknown-area,'=cmd is not an area; check its code.,true\n",
    );
    expect(err).toContain('1 refused row in');
  });

  it('fetches all refused rows where the receipt carries only the first', async () => {
    const rows = { read: 3, taken: 0, refused: 3, ignored: 0 };
    const refused = (row: number): object => ({ row, column: null, code: 'x', detail: 'no', retryable: false });
    const say = (url: string): Say => {
      if (!url.includes('/refusals')) return { status: 201, body: aReceipt({ rows }) };
      const body = url.includes('cursor=c2') ? { items: [refused(3)], next: null } : { items: [refused(1), refused(2)], next: 'c2' };
      return { status: 200, body };
    };
    await pushed([fileOf('a.csv')], say, { refused: join(dir, 'why.csv') });
    expect(readFileSync(join(dir, 'why.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(4);
  });

  it('removes the refused rows of an earlier push after a clean one, but no file of anybody else', async () => {
    const file = fileOf('a.csv');
    fileOf('a.csv.refused.csv', 'row,column,code,detail,retryable\n1,,x,no,false\n');
    await pushed([file], () => ({ status: 201, body: aReceipt({ ...clean, dryRun: true }) }), { dryRun: true });
    expect(readdirSync(dir)).toHaveLength(2);
    await pushed([file], () => ({ status: 201, body: aReceipt(clean) }));
    expect(readdirSync(dir)).toEqual(['a.csv']);
    fileOf('a.csv.refused.csv', 'my own notes');
    await pushed([file], () => ({ status: 201, body: aReceipt(clean) }));
    expect(readdirSync(dir)).toHaveLength(2);
  });

  it('never pushes a file of refused rows', async () => {
    const { code, heard, err } = await pushed([fileOf('a.csv'), fileOf('a.csv.refused.csv')], () => ({
      status: 201,
      body: aReceipt(clean),
    }));
    expect([code, heard.length]).toEqual([0, 1]);
    expect(err).toContain('is not pushed');
  });

  it('shows the receipt and ends with 1 where refused rows cannot be written', async () => {
    const options = { refused: join(dir, 'no-such-folder', 'why.csv') };
    const { code, out, err } = await pushed([fileOf('a.csv')], () => ({ status: 201, body: aReceipt() }), options);
    expect([code, JSON.parse(out)]).toEqual([1, aReceipt()]);
    expect(err).toMatch(/The\s+receipt\s+stands\./);
  });

  it.each([
    ['a folder', '.', 'is a folder: name the files in it.'],
    ['no file', 'none.csv', 'does not exist: check its name.'],
  ])('says in one sentence that %s cannot be pushed', async (_, name, sentence) => {
    const { code, err, heard } = await pushed([join(dir, name)], () => ({ status: 201, body: aReceipt() }));
    expect([code, heard.length, err.trim().split('\n').length]).toEqual([2, 0, 1]);
    expect(err).toContain(sentence);
  });

  it('waits while the server is busy, and sends the whole file again', async () => {
    let asked = 0;
    const busy: Say = { status: 503, body: { detail: 'Too much is waiting.' }, headers: { 'retry-after': '0' } };
    const say = (): Say => (heardAll(++asked) < 3 ? busy : { status: 201, body: aReceipt(clean) });
    const { code, heard, err } = await pushed([fileOf('a.csv', 'some rows')], say);
    expect([code, heard.map(({ body }) => body)]).toEqual([0, ['some rows', 'some rows', 'some rows']]);
    expect(err).toContain('Too much is waiting. Sending it again');
  });

  it('asks until a recording that takes long is done', async () => {
    const underWay = aReceipt({ ...clean, state: 'started' });
    let looks = 0;
    const say = (url: string): Say => {
      if (url.includes('/feeds/')) return { status: 202, body: underWay };
      return { status: 200, body: heardAll(++looks) < 2 ? underWay : aReceipt(clean) };
    };
    const { code, out, err } = await pushed([fileOf('a.csv')], say);
    expect([code, JSON.parse(out)]).toEqual([0, aReceipt(clean)]);
    expect(err).toContain('goes on recording it as submission s-1');
  });

  it('ends with 2 where the submission could not be finished', async () => {
    const failed = { code: 'too-large', detail: 'A figure is too large.' };
    const { code, out } = await pushed(
      [fileOf('a.csv')],
      () => ({ status: 201, body: aReceipt({ ...clean, position: null, failed }) }),
      {},
      false,
    );
    expect(code).toBe(2);
    expect(out).toContain('floor retry s-1');
  });

  it('warns of a file without rows', async () => {
    const empty = { rows: { read: 0, taken: 0, refused: 0, ignored: 0 }, refusals: [] };
    expect((await pushed([fileOf('a.csv')], () => ({ status: 201, body: aReceipt(empty) }))).err).toContain('holds no rows');
  });

  it('ends with 2 when nothing could be done, and says why in one sentence', async () => {
    const problem = { status: 422, code: 'unexpected-header', detail: 'The header is not what the feed expects.' };
    const { code, out, err } = await pushed([fileOf('a.csv')], () => ({ status: 422, body: problem }));
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ ...problem, file: 'a.csv' });
    expect(err).toBe('a.csv: The header is not what the feed expects.\n');
  });

  it('ends with 1 when some of the files could not be pushed, and pushes the others', async () => {
    const { code, out, err } = await pushed([join(dir, 'none.csv'), fileOf('a.csv')], () => ({ status: 201, body: aReceipt(clean) }));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(err).toContain('does not exist: check its name.');
  });

  it('takes the answer of a server that refuses before it has read the file', async () => {
    const big = fileOf('big.csv', 'x'.repeat(20_000_000));
    const { code, err } = await pushed([big], () => ({ status: 401, body: {}, early: true }));
    expect(code).toBe(2);
    expect(err).toMatch(/asks who you are: set FLOOR_TOKEN|connection .* was lost/);
  });

  it('shows the receipt without --json', async () => {
    const { out } = await pushed([fileOf('a.csv')], () => ({ status: 201, body: aReceipt() }), {}, false);
    expect(out).toContain('2 read = 1 taken + 1 refused + 0 ignored');
    expect(out).toContain('1 unknown area in 1 row: =cmd (1 row, first at line 3)');
  });
});

/** Each request is answered twice by the fake, before and after its body. */
const heardAll = (asked: number): number => Math.ceil(asked / 2);

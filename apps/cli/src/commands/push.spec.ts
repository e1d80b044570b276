import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('ends with 1 when rows were refused and keeps them beside the file, no cell of which a spreadsheet would run', async () => {
    const file = fileOf('a.csv');
    const { code, err } = await pushed([file], () => ({ status: 201, body: aReceipt() }));
    expect(code).toBe(1);
    expect(readFileSync(`${file}.refused.csv`, 'utf8')).toBe(
      "row,column,code,detail,retryable\n2,area,unknown-area,'=cmd is not an area; check its code.,true\n",
    );
    expect(err).toContain('1 refused rows');
  });

  it('fetches all refused rows where the receipt carries only the first', async () => {
    const rows = { read: 3, taken: 0, refused: 3, ignored: 0 };
    const refused = (row: number): object => ({ row, column: null, code: 'x', detail: 'no', retryable: false });
    const file = fileOf('a.csv');
    await pushed([file], (url) => {
      if (!url.includes('/refusals')) return { status: 201, body: aReceipt({ rows }) };
      return {
        status: 200,
        body: url.includes('cursor=c2') ? { items: [refused(3)], next: null } : { items: [refused(1), refused(2)], next: 'c2' },
      };
    });
    expect(readFileSync(`${file}.refused.csv`, 'utf8').trimEnd().split('\n')).toHaveLength(4);
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

  it('shows the receipt as a table without --json', async () => {
    const { out } = await pushed([fileOf('a.csv')], () => ({ status: 201, body: aReceipt() }), {}, false);
    expect(out).toContain('2 read = 1 taken + 1 refused + 0 ignored');
    expect(out).toContain('row 2, area: =cmd is not an area; check its code. (unknown-area)');
  });

  it('writes no file where nothing was refused', async () => {
    const file = fileOf('a.csv');
    await pushed([file], () => ({ status: 201, body: aReceipt(clean) }));
    expect(existsSync(`${file}.refused.csv`)).toBe(false);
  });
});
